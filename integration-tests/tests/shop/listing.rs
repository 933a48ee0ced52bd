//! Which products are listed, and at what cost.

use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::client::Visitor;
use crate::shelves;

#[querent_testkit::test(project = shop::PROJECT)]
async fn every_filter_of_the_query_string_is_a_condition(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let all = ["100% Wool_Rug", "Clock Radio", "Desk Lamp", "Floor Lamp", "Laptop"];
    let cases: [(&str, &[&str]); 23] = [
        ("", &all),
        ("?", &all),
        ("?search=lamp", &["Desk Lamp", "Floor Lamp"]),
        ("?search=LIGHT", &["Desk Lamp", "Floor Lamp"]),
        ("?search=0%25+w", &["100% Wool_Rug"]),
        ("?search=%25", &["100% Wool_Rug"]),
        ("?search=_", &["100% Wool_Rug"]),
        ("?search=zebra", &[]),
        ("?category=electronics", &["Clock Radio", "Laptop"]),
        ("?category=electro", &[]),
        ("?supplier=officina+moro", &["Laptop"]),
        ("?tag=new", &["Clock Radio", "Laptop"]),
        ("?tag=new&tag=sale", &["Laptop"]),
        ("?tag=sale&tag=none", &[]),
        ("?min_price=60", &["100% Wool_Rug", "Desk Lamp", "Floor Lamp", "Laptop"]),
        ("?max_price=60.00", &["100% Wool_Rug", "Clock Radio", "Desk Lamp"]),
        ("?min_price=60&max_price=90.49", &["100% Wool_Rug", "Desk Lamp"]),
        ("?min_price=2&max_price=1", &[]),
        ("?in_stock=true", &["100% Wool_Rug", "Clock Radio", "Desk Lamp", "Laptop"]),
        ("?in_stock=false", &["Floor Lamp"]),
        ("?in_stock=true&category=Lighting", &["Desk Lamp"]),
        ("?search=radio", &["Clock Radio"]),
        ("?search=lamp&category=Lighting&tag=sale&min_price=1&max_price=99&in_stock=true", &["Desk Lamp"]),
    ];
    for (query, names) in cases {
        assert_eq!(visitor.get(&format!("/products{query}")).await.names(), names, "{query}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_list_of_any_length_is_three_statements(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let one = db.assert_statements(3, async { visitor.get("/products?limit=1").await }).await;
    assert_eq!(one.names().len(), 1);
    let five = db.assert_statements(3, async { visitor.get("/products?tag=new&search=a").await }).await;
    assert_eq!(five.names().len(), 2);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_listed_product_comes_with_all_that_is_shown_of_it(db: Db) {
    shelves::fill(&db).await;
    let list = Visitor::of(&db).get("/products?search=laptop").await.json(200);
    let laptop = &list[0];
    assert_eq!(laptop["category"]["name"], "Electronics");
    assert_eq!(laptop["supplier"]["country"], "Italy");
    assert_eq!(laptop["price"], "1200.00");
    let tags: Vec<_> = laptop["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    assert_eq!(tags, ["new", "sale"]);
    let reviews: Vec<_> =
        laptop["reviews"].as_array().unwrap().iter().map(|review| &review["text"]).collect();
    assert_eq!(reviews, ["day 5", "day 4", "day 3"]);
    assert_eq!(laptop["reviews"][0]["written_at"], "2026-03-06T12:00:00Z");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_product_without_supplier_tags_and_reviews_is_listed_too(db: Db) {
    shelves::fill(&db).await;
    let list = Visitor::of(&db).get("/products?search=floor").await.json(200);
    let lamp = &list[0];
    assert!(lamp["supplier"].is_null());
    assert_eq!(lamp["tags"], serde_json::json!([]));
    assert_eq!(lamp["reviews"], serde_json::json!([]));
}
