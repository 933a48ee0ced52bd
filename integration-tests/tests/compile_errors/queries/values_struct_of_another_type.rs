//! A field of a struct of values filled with another type; the text names `Decimal` and `String`.

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
    Product::objects(db).values(|p| CardValues { name: p.price, stock: p.stock }).await
}

fn main() {}
