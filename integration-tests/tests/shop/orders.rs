//! Orders that are placed, and those that are not.

use querent::prelude::*;
use rust_decimal::dec;
use serde_json::{Value, json};
use shop::models::{Order, OrderLine};

use crate::client::Visitor;
use crate::shelves::{self, called};

fn order(lines: &[(i64, i64)]) -> Value {
    let line = |(product, quantity): &(i64, i64)| json!({ "product": product, "quantity": quantity });
    json!({ "customer": "Ada Berg", "lines": lines.iter().map(line).collect::<Vec<_>>() })
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_takes_from_the_stock_and_can_be_shown(db: Db) {
    shelves::fill(&db).await;
    let (radio, lamp) = (called(&db, "Clock Radio").await, called(&db, "Desk Lamp").await);
    let visitor = Visitor::of(&db);
    let placed = visitor.post("/orders", &order(&[(lamp.id, 3), (radio.id, 2)])).await;
    let receipt = placed.json(201);
    assert_eq!(receipt["customer"], "Ada Berg");
    assert_eq!(receipt["total"], "260.00");
    let lines: Vec<_> = receipt["lines"].as_array().unwrap().iter().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().any(|line| line["product"]["name"] == "Desk Lamp" && line["quantity"] == 3));
    assert!(
        lines.iter().any(|line| line["product"]["name"] == "Clock Radio" && line["unit_price"] == "40.00")
    );
    assert_eq!(visitor.get(&placed.location.unwrap()).await.json(200), receipt);
    assert_eq!((called(&db, "Clock Radio").await.stock, called(&db, "Desk Lamp").await.stock), (3, 0));
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_is_the_same_few_statements_whatever_is_in_it(db: Db) {
    shelves::fill(&db).await;
    let (radio, lamp) = (called(&db, "Clock Radio").await, called(&db, "Desk Lamp").await);
    let visitor = Visitor::of(&db);
    let mut sent = Vec::new();
    for lines in [&[(radio.id, 1)][..], &[(lamp.id, 1), (radio.id, 2)]] {
        let recording = db.record_statements();
        visitor.post("/orders", &order(lines)).await.json(201);
        sent.push(recording.statements());
    }
    assert_eq!(sent[0], sent[1]);
    assert_eq!(sent[0].len(), 8, "BEGIN, four to place it, two to show it, and COMMIT: {:#?}", sent[0]);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_keeps_the_price_of_its_day(db: Db) {
    shelves::fill(&db).await;
    let mut lamp = called(&db, "Desk Lamp").await;
    let visitor = Visitor::of(&db);
    let location = visitor.post("/orders", &order(&[(lamp.id, 2)])).await.location.unwrap();
    lamp.price = dec!(99);
    lamp.save(&db).await.unwrap();
    assert_eq!(visitor.get(&location).await.json(200)["total"], "120.00");
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn lines_of_one_product_are_one_line(db: Db) {
    shelves::fill(&db).await;
    let radio = called(&db, "Clock Radio").await;
    let visitor = Visitor::of(&db);
    let receipt = visitor.post("/orders", &order(&[(radio.id, 2), (radio.id, 3)])).await.json(201);
    assert_eq!(receipt["lines"].as_array().unwrap().len(), 1);
    assert_eq!(receipt["lines"][0]["quantity"], 5);
    assert_eq!(called(&db, "Clock Radio").await.stock, 0);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_for_more_than_there_is_changes_nothing_and_names_the_product(db: Db) {
    shelves::fill(&db).await;
    let (radio, lamp) = (called(&db, "Clock Radio").await, called(&db, "Desk Lamp").await);
    let answer = Visitor::of(&db).post("/orders", &order(&[(radio.id, 5), (lamp.id, 4)])).await.json(409);
    assert_eq!(
        answer,
        json!({
            "error": "4 of `Desk Lamp` are ordered, and 3 are left",
            "product": lamp.id,
            "wanted": 4,
            "left": 3,
        })
    );
    assert_eq!(called(&db, "Desk Lamp").await.stock, 3);
    assert_eq!(called(&db, "Clock Radio").await.stock, 5);
    assert_eq!(Order::objects(&db).count().await.unwrap(), 0);
    assert_eq!(OrderLine::objects(&db).count().await.unwrap(), 0);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_for_a_product_that_is_not_for_sale_changes_nothing(db: Db) {
    shelves::fill(&db).await;
    let (radio, old) = (called(&db, "Clock Radio").await.id, called(&db, "Old Radio").await.id);
    let visitor = Visitor::of(&db);
    for id in [999_999, old] {
        let answer = visitor.post("/orders", &order(&[(radio, 1), (id, 1)])).await.json(422);
        assert_eq!(answer, json!({ "error": format!("there is no product {id}") }));
    }
    assert_eq!(called(&db, "Clock Radio").await.stock, 5);
    assert_eq!(Order::objects(&db).count().await.unwrap(), 0);
}

#[querent_testkit::test(project = shop::PROJECT)]
async fn an_order_that_is_not_there_is_a_404(db: Db) {
    Visitor::of(&db).get("/orders/1").await.json(404);
}
