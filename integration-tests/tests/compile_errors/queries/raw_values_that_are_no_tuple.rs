//! A value without its tuple; the text names `tuple`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::raw(db, "SELECT * FROM products WHERE stock > {}", 3).await?;
    Ok(())
}

fn main() {}
