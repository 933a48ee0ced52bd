//! A lock that fails at once and leaves rows out; the text names `skip_locked`.

#[path = "../../tour/models.rs"]
mod models;

use models::Product;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Product::objects(db).select_for_update_with(|lock| lock.nowait().skip_locked()).await?;
    Ok(())
}

fn main() {}
