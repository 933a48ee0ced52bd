//! A function of texts of a number; the text names `lower` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| p.stock.lower()).await?;
    Ok(())
}

fn main() {}
