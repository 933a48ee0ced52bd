//! A row of another type; the text names `Vec<String>`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let names: Vec<String> = Product::objects(db).values(|p| p.supplier.name).await?;
    Ok(())
}

fn main() {}
