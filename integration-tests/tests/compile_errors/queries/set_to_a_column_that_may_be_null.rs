//! A column that may be NULL for one that cannot; the text names `r.product.supplier.id` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Review::objects(db).update(|r| r.rating.set(r.product.supplier.id)).await?;
    Ok(())
}

fn main() {}
