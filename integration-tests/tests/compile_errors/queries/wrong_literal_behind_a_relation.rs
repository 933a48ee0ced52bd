//! A number beside a text behind a relation; the text names `3` and `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Review::objects(db).filter(|r| r.product.category.name.eq(3)).await?;
    Ok(())
}

fn main() {}
