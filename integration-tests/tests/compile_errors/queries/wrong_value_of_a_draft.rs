//! A number for a text in a draft; the text names `3` and `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let _ = Product::draft().name(3);
    Ok(())
}

fn main() {}
