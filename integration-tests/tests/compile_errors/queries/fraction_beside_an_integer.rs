//! A fraction beside an integer; the text names `1.5` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.lt(1.5)).await?;
    Ok(())
}

fn main() {}
