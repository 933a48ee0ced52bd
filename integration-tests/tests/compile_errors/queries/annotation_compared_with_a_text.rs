//! An annotation beside a text; the text names `&str` and `i64`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).annotate(|c| c.products.count()).filter(|(_, n)| n.gt("three")).await?;
    Ok(())
}

fn main() {}
