//! Another model's column in an ordering; the text names `c.name`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let c = Category::fields();
    Product::objects(db).order_by(|_| c.name).await?;
    Ok(())
}

fn main() {}
