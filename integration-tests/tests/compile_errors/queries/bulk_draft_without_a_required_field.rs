//! Drafts without a rating; the text names `bulk_create` and `Missing<Review_rating>`.

#[path = "../../tour/models.rs"]
mod models;

use models::Review;
use querent::prelude::*;

async fn mistake(db: &Db) -> querent::Result<()> {
    Review::objects(db).bulk_create([Review::draft().product(3)]).await?;
    Ok(())
}

fn main() {}
