//! A shop with fewer goods than its visitors want.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use querent::Result;
use querent::prelude::*;
use rust_decimal::dec;
use serde_json::{Value, json};
use shop::models::{Category, Order, OrderLine, Product};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt;

use crate::meaning::Dice;
use crate::polls::abandoned;

/// How many visitors order at the same time.
const VISITORS: usize = 64;

/// How many products there are.
const PRODUCTS: usize = 6;

/// What was seen at the counter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Orders {
    /// Orders that were accepted, and are there.
    pub accepted: usize,
    /// Orders that were refused because something was sold out, and are not there.
    pub sold_out: usize,
    /// Visitors who hung up before their answer.
    pub hung_up: usize,
    /// Of these, the orders that are there; each is whole.
    pub unheard: usize,
    /// How many pieces there were.
    pub pieces: i64,
    /// How many were sold.
    pub sold: i64,
}

impl fmt::Display for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} pieces sold, each once; {} orders accepted, {} sold out, {} hung up, whose order is there in {} \
             cases",
            self.sold, self.pieces, self.accepted, self.sold_out, self.hung_up, self.unheard,
        )
    }
}

/// What is ordered: how many of each product.
type Basket = BTreeMap<i64, i32>;

/// How an order has ended, as its visitor sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Accepted,
    SoldOut,
    HungUp,
}

/// Places so many orders at a shop that has goods for about half of them; some visitors hang up.
///
/// # Panics
///
/// If more is sold than there is, an order is not there as it was accepted, or one is there that was refused.
pub async fn orders(db: &Db, count: usize) -> Result<Orders> {
    shop::PROJECT.migrate(db).await.expect("an empty database takes the migrations");
    let stock = i32::try_from(count / PRODUCTS).expect("not so many") + 1;
    let category = Category::draft().name("Lamps").create(db).await?;
    let drafts = (0..PRODUCTS).map(|number| {
        Product::draft().category(&category).name(format!("Lamp {number}")).price(dec!(5)).stock(stock)
    });
    let products: Vec<_> = Product::objects(db).bulk_create(drafts).await?.iter().map(|p| p.id).collect();

    let shop = shop::app(db.clone());
    let visitors = Arc::new(Semaphore::new(VISITORS));
    let mut dice = Dice::new(0x5409);
    let mut placed = JoinSet::new();
    for number in 0..count {
        let visitor = visitors.clone().acquire_owned().await.expect("nobody closes it");
        let mut basket = Basket::new();
        for _ in 0..1 + dice.below(3) {
            basket.insert(products[dice.below(PRODUCTS)], 1 + dice.below(2) as i32);
        }
        // The lines in any order, so that visitors could wait for each other in a circle.
        let mut lines: Vec<_> = basket
            .iter()
            .map(|(product, quantity)| json!({ "product": product, "quantity": quantity }))
            .collect();
        let first = dice.below(lines.len());
        lines.rotate_left(first);
        let body = json!({ "customer": format!("visitor {number}"), "lines": lines });
        let polls = if dice.below(8) == 0 { 1 + dice.below(24) } else { usize::MAX };
        let shop = shop.clone();
        placed.spawn(async move {
            let answer =
                abandoned(place(shop, body), polls, tokio::time::sleep(Duration::from_micros(200))).await;
            drop(visitor);
            (number, basket, answer.unwrap_or(Answer::HungUp))
        });
    }
    let mut told = Vec::new();
    while let Some(ended) = placed.join_next().await {
        told.push(ended.expect("an order is answered as it should be"));
    }
    // What was hung up on may still be on its way.
    while db.status().connections > db.status().available {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    audit(db, stock, told).await
}

/// Places an order.
async fn place(shop: axum::Router, body: Value) -> Answer {
    let request = Request::post("/orders").header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(body.to_string())).expect("the request is in order");
    let response = match shop.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let status = response.status().as_u16();
    let text = to_bytes(response.into_body(), usize::MAX).await.expect("the body is in memory");
    match status {
        201 => Answer::Accepted,
        409 => Answer::SoldOut,
        _ => panic!("{status} as an answer: {}", String::from_utf8_lossy(&text)),
    }
}

/// Compares what the visitors were told with what is there.
async fn audit(db: &Db, stock: i32, told: Vec<(usize, Basket, Answer)>) -> Result<Orders> {
    let mut figures = Orders { pieces: i64::from(stock) * PRODUCTS as i64, ..Orders::default() };
    let mut left: HashMap<i64, i64> =
        Product::objects(db).await?.iter().map(|product| (product.id, i64::from(product.stock))).collect();
    assert!(left.values().all(|left| *left >= 0), "what is not there was sold: {left:?}");
    let mut there: HashMap<String, Basket> = HashMap::new();
    for order in Order::objects(db).prefetch_related(|o| o.lines).await? {
        let lines = order.lines.loaded()?.iter().map(|line| (line.product.key(), line.quantity));
        let other = there.insert(order.customer.clone(), lines.collect());
        assert!(other.is_none(), "an order is there twice: {}", order.customer);
    }
    for (number, basket, answer) in told {
        let order = there.remove(&format!("visitor {number}"));
        *match answer {
            Answer::Accepted => &mut figures.accepted,
            Answer::SoldOut => &mut figures.sold_out,
            Answer::HungUp => &mut figures.hung_up,
        } += 1;
        match (answer, order) {
            (Answer::Accepted | Answer::HungUp, Some(order)) => {
                assert_eq!(order, basket, "an order is there as it was placed");
                figures.unheard += usize::from(answer == Answer::HungUp);
                for (product, quantity) in order {
                    *left.entry(product).or_default() += i64::from(quantity);
                    figures.sold += i64::from(quantity);
                }
            }
            (Answer::SoldOut | Answer::HungUp, None) => {}
            (answer, order) => panic!("{answer:?}, and what is there is {order:?}"),
        }
    }
    assert!(there.is_empty(), "nobody has placed this: {there:?}");
    assert!(left.values().all(|start| *start == i64::from(stock)), "stock and orders differ: {left:?}");
    assert_eq!(OrderLine::objects(db).filter(|line| line.quantity.lte(0)).count().await?, 0);
    Ok(figures)
}
