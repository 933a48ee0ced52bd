//! Another model's rows beside a relation; the text names `products` and `Category`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let products = Product::objects(db);
    Product::objects(db).filter(|p| p.category.is_in(products)).await?;
    Ok(())
}

fn main() {}
