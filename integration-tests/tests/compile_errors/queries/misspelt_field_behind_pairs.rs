//! A misspelt field behind many to many; the text names `lable` and `label`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.tags.lable.eq("new")).await?;
    Ok(())
}

fn main() {}
