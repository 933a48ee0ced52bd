//! `&&` of Rust; the text names `p.stock.gt(3)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.gt(3) && p.is_active).await?;
    Ok(())
}

fn main() {}
