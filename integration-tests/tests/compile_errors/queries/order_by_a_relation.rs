//! An ordering by a relation; the text names `|p| p.category`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).order_by(|p| p.category).await?;
    Ok(())
}

fn main() {}
