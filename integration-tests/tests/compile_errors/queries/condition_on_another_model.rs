//! Another model's condition; the text names `Category` and `Product`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let c = Category::fields();
    Product::objects(db).filter(|_| c.name.eq("Radio")).await?;
    Ok(())
}

fn main() {}
