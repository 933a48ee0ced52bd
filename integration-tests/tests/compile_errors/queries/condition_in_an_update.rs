//! A condition in an update; the text names `|p| p.stock.eq(3)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).update(|p| p.stock.eq(3)).await?;
    Ok(())
}

fn main() {}
