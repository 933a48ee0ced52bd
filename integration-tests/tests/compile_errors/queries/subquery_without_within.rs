//! A queryset of its own as a subquery; the text names `Model::within(p)`.

#[path = "../../tour/models.rs"]
mod models;

use models::{Category, Product};
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).filter(|c| exists(Product::objects(db).filter(|p| p.category.eq(1)))).await?;
    Ok(())
}

fn main() {}
