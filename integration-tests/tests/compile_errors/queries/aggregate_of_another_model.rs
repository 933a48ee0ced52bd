//! An aggregate of another model; the text names `Review`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Review};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let r = Review::fields();
    Category::objects(db).annotate(|_| r.rating.sum()).await?;
    Ok(())
}

fn main() {}
