//! An `Option` where NULL means nothing; the text names `Some(3)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.gt(Some(3))).await?;
    Ok(())
}

fn main() {}
