//! Bodies that make no sense: every field is told, and nothing is changed.

use querent::prelude::*;
use serde_json::{Value, json};
use shop::models::Order;

use crate::client::Visitor;
use crate::shelves::{self, called};

/// An order of these products and quantities.
fn order(customer: &str, lines: &[(i64, i64)]) -> Value {
    let line = |(product, quantity): &(i64, i64)| json!({ "product": product, "quantity": quantity });
    json!({ "customer": customer, "lines": lines.iter().map(line).collect::<Vec<_>>() })
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn all_fields_that_make_no_sense_are_told_at_once(db: Db) {
    let body = order("  ", &[(1, 0), (2, 1), (3, 1001)]);
    let answer = Visitor::of(&db).post("/orders", &body).await.json(422);
    assert_eq!(
        answer,
        json!({
            "error": "some fields make no sense",
            "fields": {
                "customer": ["no name is given"],
                "lines": ["1001 of product 3 are more than 1000, the most to be ordered at once"],
                "lines[0].quantity": ["lower than 1"],
                "lines[2].quantity": ["greater than 1000"],
            },
        })
    );
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_that_makes_no_sense_is_refused_with_the_field_and_changes_nothing(db: Db) {
    shelves::fill(&db).await;
    let radio = called(&db, "Clock Radio").await.id;
    let visitor = Visitor::of(&db);
    let cases = [
        (order("Ada", &[]), "lines", "length is lower than 1"),
        (order("Ada", &[(radio, 1); 101]), "lines", "length is greater than 100"),
        (order("Ada", &[(radio, -3)]), "lines[0].quantity", "lower than 1"),
        (order("Ada", &[(radio, 1000), (radio, 1)]), "lines", "1001 of product"),
        (order("a\0b", &[(radio, 1)]), "customer", "no NUL"),
        (order(&"ö".repeat(201), &[(radio, 1)]), "customer", "length is greater than 200"),
    ];
    for (body, field, reason) in cases {
        let answer = visitor.post("/orders", &body).await.json(422);
        assert!(answer["fields"][field][0].as_str().unwrap().contains(reason), "{answer}");
    }
    assert_eq!(called(&db, "Clock Radio").await.stock, 5);
    assert_eq!(Order::objects(&db).count().await.unwrap(), 0);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn a_body_of_another_shape_is_refused_with_the_place(db: Db) {
    let visitor = Visitor::of(&db);
    let cases = [
        (order("Ada", &[(1, i64::from(i32::MAX) + 1)]), "lines[0].quantity"),
        (json!({ "lines": [{ "product": 1, "quantity": 1 }] }), "missing field `customer`"),
        (json!({ "customer": "Ada", "lines": [], "coupon": "x" }), "unknown field `coupon`"),
        (json!({ "customer": "Ada", "lines": [{ "product": "one", "quantity": 1 }] }), "lines[0].product"),
    ];
    for (body, reason) in cases {
        let answer = visitor.post("/orders", &body).await.json(422);
        assert!(answer["error"].as_str().unwrap().contains(reason), "{answer}");
    }
}
