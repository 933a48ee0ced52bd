//! The negative of a text; the text names `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| -p.name).await?;
    Ok(())
}

fn main() {}
