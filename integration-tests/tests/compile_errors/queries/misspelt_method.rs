//! A misspelt lookup; the text names `gtr`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.gtr(3)).await?;
    Ok(())
}

fn main() {}
