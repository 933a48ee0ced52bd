//! One element more than the annotations have; the text names `(c, n, m)`.

#[path = "../../tour/models.rs"]
mod models;

use models::Category;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Category::objects(db).annotate(|c| c.products.count()).filter(|(c, n, m)| n.gt(3)).await?;
    Ok(())
}

fn main() {}
