//! PostgreSQL has no remainder of floats; the text names `f64` and `s.double`.

use querent::prelude::*;

#[derive(Model)]
struct Sample {
    id: i64,
    double: f64,
}

async fn mistake(db: &Db) -> querent::Result<()> {
    Sample::objects(db).values(|s| s.double % 2.0).await?;
    Ok(())
}

fn main() {}
