//! A column where a relation is filtered; the text names `c.name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).filtered_relation(|c| c.name).await?;
    Ok(())
}

fn main() {}
