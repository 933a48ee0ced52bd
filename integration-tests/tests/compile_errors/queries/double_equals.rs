//! `==` of Rust; the text names `==`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock == 3).await?;
    Ok(())
}

fn main() {}
