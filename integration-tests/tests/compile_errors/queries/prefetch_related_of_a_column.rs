//! A column prefetched; the text names `|p| p.name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).prefetch_related(|p| p.name).await?;
    Ok(())
}

fn main() {}
