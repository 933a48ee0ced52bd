//! A column behind a relation in an update; the text names `set`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).update(|p| p.category.name.set("x")).await?;
    Ok(())
}

fn main() {}
