//! A column joined in; the text names `|p| (p.category, p.name)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).select_related(|p| (p.category, p.name)).await?;
    Ok(())
}

fn main() {}
