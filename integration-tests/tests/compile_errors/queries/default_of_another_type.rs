//! A default that does not fit the aggregate; the text names `&str` and `i64`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).aggregate(|p| p.stock.sum().default("none")).await?;
    Ok(())
}

fn main() {}
