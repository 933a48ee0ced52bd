//! A field that must be an `Option`, since its path can lead to no row; the text names `Option<String>`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

#[derive(Values)]
struct Card {
    name: String,
    supplier: String,
}

async fn mistake(db: &Db) -> querent::Result<Vec<Card>> {
    Product::objects(db).values(|p| CardValues { name: p.name, supplier: p.supplier.name }).await
}

fn main() {}
