//! Another type in place of NULL; the text names `{integer}` and `String`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Review::objects(db).values(|r| r.text.coalesce(3)).await?;
    Ok(())
}

fn main() {}
