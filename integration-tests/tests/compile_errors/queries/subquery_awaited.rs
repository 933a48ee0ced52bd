//! A subquery that is awaited; the text names `Inside<Category>`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let c = Category::fields();
    Product::within(c).filter(|p| p.category.eq(c.id)).await?;
    Ok(())
}

fn main() {}
