//! A fragment of a relation; the text names `p.category`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).filter(|p| p.raw_sql::<bool>("{} > 3", (p.category,))).await?;
    Ok(())
}

fn main() {}
