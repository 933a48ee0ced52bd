//! A case without its end; the text names `When`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| when(p.is_active, p.stock)).await?;
    Ok(())
}

fn main() {}
