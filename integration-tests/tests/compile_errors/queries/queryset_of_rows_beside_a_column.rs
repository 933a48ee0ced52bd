//! A queryset of rows beside a column; the text names `products` and `i64`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let products = Product::objects(db);
    Product::objects(db).filter(|p| p.id.is_in(products)).await?;
    Ok(())
}

fn main() {}
