//! Many rows joined in; the text names `p.reviews`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).select_related(|p| p.reviews).await?;
    Ok(())
}

fn main() {}
