//! A row behind many joined in; the text names `c.products.supplier`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).select_related(|c| c.products.supplier).await?;
    Ok(())
}

fn main() {}
