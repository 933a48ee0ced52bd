//! One product.

use querent::prelude::*;
use querent_testkit::StatementCounts;
use serde_json::json;

use crate::client::Visitor;
use crate::shelves;

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_product_is_shown_as_it_is_listed(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let listed = visitor.get("/products?search=laptop").await.json(200);
    let address = format!("/products/{}", listed[0]["id"]);
    let shown = db.assert_statements(3, async { visitor.get(&address).await }).await.json(200);
    assert_eq!(shown, listed[0]);
    assert_eq!(shown["reviews"].as_array().unwrap().len(), 3);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_product_that_is_not_there_or_not_for_sale_is_a_404(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let old = shelves::called(&db, "Old Radio").await;
    for id in [old.id, 999_999, -1, i64::MAX] {
        let answer = db.assert_statements(1, async { visitor.get(&format!("/products/{id}")).await }).await;
        assert_eq!(answer.json(404), json!({ "error": "Not Found" }), "{id}");
    }
}
