//! Keys of another type; the text names `Product`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).in_bulk(["radio"]).await?;
    Ok(())
}

fn main() {}
