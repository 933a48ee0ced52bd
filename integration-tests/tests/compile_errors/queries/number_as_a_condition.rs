//! A number as a condition; the text names `|p| p.stock`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock).await?;
    Ok(())
}

fn main() {}
