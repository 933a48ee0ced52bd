//! Orders that are placed at the same time.

use querent::prelude::*;
use serde_json::json;
use shop::models::{Order, OrderLine, Product};

use crate::client::Visitor;
use crate::shelves::{self, called};

const VISITORS: usize = 8;

/// The statuses of orders that are all placed at once, in order.
async fn place(db: &Db, lines: impl Fn(usize) -> serde_json::Value) -> Vec<u16> {
    let visitor = Visitor::of(db);
    let tasks = (0..VISITORS).map(|number| {
        let (visitor, body) = (visitor.clone(), json!({ "customer": "Ada Berg", "lines": lines(number) }));
        tokio::spawn(async move { visitor.post("/orders", &body).await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        statuses.push(task.await.unwrap());
    }
    statuses.sort_unstable();
    statuses
}

#[querent_testkit::test(project = shop::PROJECT, worker_threads = 2)]
async fn the_last_piece_is_sold_once(db: Db) {
    shelves::fill(&db).await;
    let laptop = called(&db, "Laptop").await;
    let statuses = place(&db, |_| json!([{ "product": laptop.id, "quantity": 1 }])).await;
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
    assert_eq!(called(&db, "Laptop").await.stock, 0);
    assert_eq!(Order::objects(&db).count().await.unwrap(), 1);
    assert_eq!(OrderLine::objects(&db).filter(|line| line.product.eq(&laptop)).count().await.unwrap(), 1);
}

#[querent_testkit::test(project = shop::PROJECT, worker_threads = 2)]
async fn orders_that_name_products_the_other_way_round_do_not_wait_in_a_circle(db: Db) {
    shelves::fill(&db).await;
    let (radio, rug) = (called(&db, "Clock Radio").await, called(&db, "100% Wool_Rug").await);
    Product::objects(&db).update(|p| p.stock.set(9)).await.unwrap();
    let statuses = place(&db, |number| {
        let mut lines = [radio.id, rug.id].map(|id| json!({ "product": id, "quantity": 1 }));
        if number % 2 == 1 {
            lines.reverse();
        }
        json!(lines)
    })
    .await;
    assert_eq!(statuses, [201; VISITORS]);
    assert_eq!(called(&db, "100% Wool_Rug").await.stock, 1);
}
