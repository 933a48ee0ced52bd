//! A misspelt relation; the text names `categroy` and `category`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).select_related(|p| p.categroy).await?;
    Ok(())
}

fn main() {}
