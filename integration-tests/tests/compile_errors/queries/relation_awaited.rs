//! The rows of a relation, awaited; the text names `p.reviews.limit(3)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let p = Product::fields();
    p.reviews.limit(3).await?;
    Ok(())
}

fn main() {}
