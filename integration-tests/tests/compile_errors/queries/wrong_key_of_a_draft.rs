//! Another model's row as a key; the text names `review`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Product, Review};
use querent::prelude::*;

async fn mistake(_: &Db, review: &Review) -> querent::Result<()> {
    let _ = Product::draft().category(review);
    Ok(())
}

fn main() {}
