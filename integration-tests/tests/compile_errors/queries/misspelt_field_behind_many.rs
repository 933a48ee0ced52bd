//! A misspelt field behind a relation to many; the text names `nane` and `name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).filter(|c| c.products.nane.eq("Radio")).await?;
    Ok(())
}

fn main() {}
