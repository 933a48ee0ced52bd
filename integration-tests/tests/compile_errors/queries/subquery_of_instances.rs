//! Rows where a subquery selects a value; the text names `not a subquery of one value`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).annotate(|p| subquery(p.reviews.all())).await?;
    Ok(())
}

fn main() {}
