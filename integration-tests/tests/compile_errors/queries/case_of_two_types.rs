//! Values of two types; the text names `&str` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| when(p.is_active, p.stock).otherwise("none")).await?;
    Ok(())
}

fn main() {}
