//! A date lookup of a number; the text names `year` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.year().eq(2024)).await?;
    Ok(())
}

fn main() {}
