//! A date is no instant; the text names `OffsetDateTime` and `m.day`.

use querent::prelude::*;
use time::{Date, OffsetDateTime};

#[derive(Model)]
struct Moment {
    id: i64,
    day: Date,
    instant: OffsetDateTime,
}

async fn mistake(db: &Db) -> querent::Result<()> {
    Moment::objects(db).filter(|m| m.instant.gt(m.day)).await?;
    Ok(())
}

fn main() {}
