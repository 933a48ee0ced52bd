//! NULL for a field of a draft that cannot be it; the text names `None`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    let _ = Review::draft().rating(None);
    Ok(())
}

fn main() {}
