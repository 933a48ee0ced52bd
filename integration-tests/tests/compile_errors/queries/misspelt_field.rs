//! A misspelt field; the text names `nane` and `name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.nane.eq("Radio")).await?;
    Ok(())
}

fn main() {}
