//! A row that is created behind pairs, without its label; the text names `create` and `Missing<Tag_label>`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Product, Tag};
use querent::prelude::*;

async fn mistake(db: &Db, mut product: Product) -> querent::Result<()> {
    product.tags.create(db, Tag::draft()).await?;
    Ok(())
}

fn main() {}
