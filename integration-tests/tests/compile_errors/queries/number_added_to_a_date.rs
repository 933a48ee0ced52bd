//! A number beside an instant; the text names `OffsetDateTime` and `{integer}`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).values(|p| p.created_at + 1).await?;
    Ok(())
}

fn main() {}
