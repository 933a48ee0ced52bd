//! A lock of many related rows; the text names `p.tags`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).select_for_update_with(|lock| lock.of(|p| p.tags)).await?;
    Ok(())
}

fn main() {}
