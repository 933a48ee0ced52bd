//! A text for a number; the text names `"many"` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).update(|p| p.stock.set("many")).await?;
    Ok(())
}

fn main() {}
