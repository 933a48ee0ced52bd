//! A column where an aggregate is expected; the text names `not an aggregate`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).aggregate(|p| p.price).await?;
    Ok(())
}

fn main() {}
