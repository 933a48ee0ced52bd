//! A list of texts beside a number; the text names `["a"]` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.is_in(["a"])).await?;
    Ok(())
}

fn main() {}
