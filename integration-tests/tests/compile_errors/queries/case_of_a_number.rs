//! A case that asks a number; the text names `p.stock` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| when(p.stock, 1).otherwise(2)).await?;
    Ok(())
}

fn main() {}
