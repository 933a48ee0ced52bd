//! The narrower column on the left; the text names `p.price`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| p.stock * p.price).await?;
    Ok(())
}

fn main() {}
