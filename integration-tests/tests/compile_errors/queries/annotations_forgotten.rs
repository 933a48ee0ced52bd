//! The handles alone where closures are handed a tuple; the text names `name` and `filter(|c| c.name.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).annotate(|c| c.products.count()).filter(|c| c.name.eq("Books")).await?;
    Ok(())
}

fn main() {}
