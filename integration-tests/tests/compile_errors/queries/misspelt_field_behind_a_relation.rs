//! A misspelt field behind two relations; the text names `nane` and `name`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Review::objects(db).filter(|r| r.product.category.nane.eq("Radio")).await?;
    Ok(())
}

fn main() {}
