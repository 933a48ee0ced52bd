//! A text beside a number; the text names `"ten"` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.gt("ten")).await?;
    Ok(())
}

fn main() {}
