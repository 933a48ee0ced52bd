//! Rows of another model; the text names `union` and `Category`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).union(Category::objects(db)).await?;
    Ok(())
}

fn main() {}
