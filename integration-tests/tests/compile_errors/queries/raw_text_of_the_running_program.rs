//! A text that is made when the program runs; the text names `'static`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db, name: &str) -> querent::Result<()> {
    Product::raw(db, &format!("SELECT * FROM products WHERE name = '{name}'"), ()).await?;
    Ok(())
}

fn main() {}
