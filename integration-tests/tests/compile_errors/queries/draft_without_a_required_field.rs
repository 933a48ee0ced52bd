//! A draft without a name and a price; the text names `create` and `Missing<Product_name>` and `Missing<Product_price>`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::draft().category(3).create(db).await?;
    Ok(())
}

fn main() {}
