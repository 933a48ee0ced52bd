//! Another model's rows added to a relation; the text names `product`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db, mut product: Product, other: &Product) -> querent::Result<()> {
    product.tags.add(db, [&*other]).await?;
    Ok(())
}

fn main() {}
