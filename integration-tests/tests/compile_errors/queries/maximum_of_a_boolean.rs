//! The largest boolean; the text names `bool`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).aggregate(|p| p.is_active.max()).await?;
    Ok(())
}

fn main() {}
