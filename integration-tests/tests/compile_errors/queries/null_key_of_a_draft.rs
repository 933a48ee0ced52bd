//! NULL for a key that cannot be it; the text names `None`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let _ = Review::draft().product(None::<i64>);
    Ok(())
}

fn main() {}
