//! A key of another type; the text names `"seven"`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).by_key("seven").await?;
    Ok(())
}

fn main() {}
