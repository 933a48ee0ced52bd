//! A function of numbers of a text; the text names `sqrt` and `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| p.name.sqrt()).await?;
    Ok(())
}

fn main() {}
