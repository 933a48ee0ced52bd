//! A cast to a type that no column holds; the text names `cast` and `u8`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.cast::<u8>().is_null()).await?;
    Ok(())
}

fn main() {}
