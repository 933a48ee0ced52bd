//! The sum of texts; the text names `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).aggregate(|p| p.name.sum()).await?;
    Ok(())
}

fn main() {}
