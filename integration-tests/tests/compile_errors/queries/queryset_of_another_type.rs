//! A queryset of texts beside a number; the text names `names` and `i32`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let names = Product::objects(db).values(|p| p.name);
    Product::objects(db).filter(|p| p.stock.is_in(names)).await?;
    Ok(())
}

fn main() {}
