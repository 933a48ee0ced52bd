//! The average of instants; the text names `OffsetDateTime`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).aggregate(|p| p.created_at.avg()).await?;
    Ok(())
}

fn main() {}
