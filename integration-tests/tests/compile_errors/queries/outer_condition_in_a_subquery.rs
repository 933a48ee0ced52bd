//! A condition on the query around a subquery; the text names `Q<Category>` and `Inner<Category, models::Product>`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).filter(|c| exists(Product::within(c).filter(|p| c.name.eq("Books")))).await?;
    Ok(())
}

fn main() {}
