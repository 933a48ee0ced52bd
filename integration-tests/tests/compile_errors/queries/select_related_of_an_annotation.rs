//! An annotation where a relation is joined; the text names `p`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).annotate(|p| p.reviews.count()).select_related(|(p, n)| n).await?;
    Ok(())
}

fn main() {}
