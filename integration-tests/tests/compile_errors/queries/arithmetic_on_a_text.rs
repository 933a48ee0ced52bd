//! A text beside a number in arithmetic; the text names `"one"` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).update(|p| p.stock.set(p.stock + "one")).await?;
    Ok(())
}

fn main() {}
