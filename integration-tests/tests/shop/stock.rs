//! The stock, and the constraint that watches over it.

use querent::prelude::*;
use serde_json::json;

use crate::client::Visitor;
use crate::shelves::{self, called};

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_stock_is_changed_by_what_comes_and_goes(db: Db) {
    shelves::fill(&db).await;
    let address = format!("/products/{}/stock", called(&db, "Clock Radio").await.id);
    let visitor = Visitor::of(&db);
    assert_eq!(visitor.post(&address, &json!({ "change": 4 })).await.json(200)["stock"], 9);
    assert_eq!(visitor.post(&address, &json!({ "change": -9 })).await.json(200)["stock"], 0);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_stock_below_zero_is_refused_by_the_constraint_that_is_named(db: Db) {
    shelves::fill(&db).await;
    let address = format!("/products/{}/stock", called(&db, "Clock Radio").await.id);
    let answer = Visitor::of(&db).post(&address, &json!({ "change": -6 })).await.json(409);
    assert_eq!(answer, json!({ "error": "Conflict", "constraint": "stock_not_negative" }));
    assert_eq!(called(&db, "Clock Radio").await.stock, 5);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_change_that_is_none_or_of_nothing_is_refused(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let address = format!("/products/{}/stock", called(&db, "Clock Radio").await.id);
    let answer = visitor.post(&address, &json!({ "change": 0 })).await.json(422);
    assert_eq!(answer["fields"], json!({ "change": ["nothing is changed by 0"] }));
    visitor.post("/products/999999/stock", &json!({ "change": 1 })).await.json(404);
    let old = called(&db, "Old Radio").await;
    visitor.post(&format!("/products/{}/stock", old.id), &json!({ "change": 1 })).await.json(404);
    assert_eq!(called(&db, "Old Radio").await.stock, 7);
}
