//! A text lookup of a number; the text names `icontains` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.stock.icontains("1")).await?;
    Ok(())
}

fn main() {}
