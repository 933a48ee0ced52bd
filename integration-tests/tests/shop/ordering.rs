//! In which order products are listed, and how many of them.

use querent::prelude::*;

use crate::client::Visitor;
use crate::shelves;

#[querent_testkit::test(project = shop::PROJECT)]
async fn the_query_string_chooses_the_order(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let cases = [
        ("", ["100% Wool_Rug", "Clock Radio", "Desk Lamp", "Floor Lamp", "Laptop"]),
        ("-name", ["Laptop", "Floor Lamp", "Desk Lamp", "Clock Radio", "100% Wool_Rug"]),
        ("price,name", ["Clock Radio", "100% Wool_Rug", "Desk Lamp", "Floor Lamp", "Laptop"]),
        ("-price,-name", ["Laptop", "Floor Lamp", "Desk Lamp", "100% Wool_Rug", "Clock Radio"]),
        ("stock", ["Floor Lamp", "Laptop", "Desk Lamp", "Clock Radio", "100% Wool_Rug"]),
        ("-created_at", ["100% Wool_Rug", "Laptop", "Floor Lamp", "Desk Lamp", "Clock Radio"]),
    ];
    for (order, names) in cases {
        let query = if order.is_empty() { String::new() } else { format!("?order_by={order}") };
        assert_eq!(visitor.get(&format!("/products{query}")).await.names(), names, "{order}");
    }
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn pages_that_are_put_together_are_the_whole_list(db: Db) {
    shelves::fill(&db).await;
    let visitor = Visitor::of(&db);
    let whole = visitor.get("/products?order_by=price").await.names();
    let mut pages = Vec::new();
    for offset in [0, 2, 4, 6] {
        let page = visitor.get(&format!("/products?order_by=price&limit=2&offset={offset}")).await.names();
        assert!(page.len() <= 2);
        pages.extend(page);
    }
    assert_eq!(pages, whole);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_list_has_twenty_products_unless_it_is_asked_for_more(db: Db) {
    shop::seed::fill(&db).await.unwrap();
    let visitor = Visitor::of(&db);
    assert_eq!(visitor.get("/products").await.names().len(), 20);
    assert_eq!(visitor.get("/products?limit=100").await.names().len(), 100);
}
