//! A draft behind a relation that lacks more than a key; the text names `create` and `Missing<Product_price>`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db, mut category: Category) -> querent::Result<()> {
    category.products.create(db, Product::draft().name("Radio")).await?;
    Ok(())
}

fn main() {}
