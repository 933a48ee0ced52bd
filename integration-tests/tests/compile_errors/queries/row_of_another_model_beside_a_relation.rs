//! Another model's row beside a relation; the text names `review` and `Category`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Product, Review};
use querent::prelude::*;

async fn mistake(db: &Db, review: &Review) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.category.eq(review)).await?;
    Ok(())
}

fn main() {}
