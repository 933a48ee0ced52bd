//! A column behind a relation in `save_only`; the text names `p.category.name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db, mut product: Product) -> querent::Result<()> {
    product.save_only(db, |p| p.category.name).await?;
    Ok(())
}

fn main() {}
