//! An aggregate filtered by another model; the text names `Review` and `Product`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Product, Review};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let r = Review::fields();
    Product::objects(db).aggregate(|p| p.price.sum().filter(r.rating.gt(3))).await?;
    Ok(())
}

fn main() {}
