//! Related rows that are loaded between a write and its await, to be stale; the text names `product.tags`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db, mut product: Product) -> querent::Result<()> {
    let adding = product.tags.add(db, [1]);
    product.tags.load(db).await?;
    adding.await
}

fn main() {}
