//! An aggregate compared in a filter; the text names `an aggregate cannot be compared in a filter` and `3`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).filter(|c| c.products.count().gt(3)).await?;
    Ok(())
}

fn main() {}
