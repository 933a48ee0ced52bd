//! Another model's column as an operand; the text names `c.name`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let c = Category::fields();
    Product::objects(db).filter(|p| p.name.eq(c.name)).await?;
    Ok(())
}

fn main() {}
