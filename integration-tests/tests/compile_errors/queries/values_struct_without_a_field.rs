//! A struct of values with a field left out; the text names `stock`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

#[derive(Values)]
struct Card {
    name: String,
    stock: i32,
}

async fn mistake(db: &Db) -> querent::Result<Vec<Card>> {
    Product::objects(db).values(|p| CardValues { name: p.name }).await
}

fn main() {}
