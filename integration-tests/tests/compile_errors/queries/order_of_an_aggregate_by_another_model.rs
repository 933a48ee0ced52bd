//! An order of another model inside an aggregate; the text names `Review`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Product, Review};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let r = Review::fields();
    Product::objects(db).aggregate(|p| p.name.string_agg(", ").order_by(r.rating)).await?;
    Ok(())
}

fn main() {}
