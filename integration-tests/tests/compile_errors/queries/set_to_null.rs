//! NULL for a column that cannot be it; the text names `None`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).update(|p| p.stock.set(None)).await?;
    Ok(())
}

fn main() {}
