//! Rows of many types, and very many rows of few.

use benches_harness::{Result, Sum};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use time::{Date, OffsetDateTime};
use tokio_postgres::Row;
use tokio_postgres::types::Json;
use uuid::Uuid;

use crate::connection::Connection;
use crate::reading::{all, each};

pub(crate) const WIDE: &str = "SELECT id, price, created_at, day, token, facts, numbers, words, is_active, ratio, note \
     FROM wide WHERE id <= $1";
pub(crate) const NARROW: &str = "SELECT id, v, label FROM narrow";

struct Wide {
    id: i64,
    price: Decimal,
    created_at: OffsetDateTime,
    day: Date,
    token: Uuid,
    facts: Json<Facts>,
    numbers: Vec<i32>,
    words: Vec<String>,
    is_active: bool,
    ratio: f64,
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Facts {
    n: i64,
    label: String,
}

impl Wide {
    fn read(row: &Row) -> Result<Wide> {
        Ok(Wide {
            id: row.try_get(0)?,
            price: row.try_get(1)?,
            created_at: row.try_get(2)?,
            day: row.try_get(3)?,
            token: row.try_get(4)?,
            facts: row.try_get(5)?,
            numbers: row.try_get(6)?,
            words: row.try_get(7)?,
            is_active: row.try_get(8)?,
            ratio: row.try_get(9)?,
            note: row.try_get(10)?,
        })
    }

    fn fields(&self) -> [i64; 12] {
        [
            self.id,
            (self.price * Decimal::ONE_HUNDRED).to_i64().unwrap_or_default(),
            (self.created_at.unix_timestamp_nanos() / 1_000) as i64,
            i64::from(self.day.to_julian_day() - time::UtcDateTime::UNIX_EPOCH.date().to_julian_day()),
            self.token.as_u128() as i64,
            self.facts.0.n,
            Sum::text(&self.facts.0.label),
            self.numbers.iter().copied().map(i64::from).sum(),
            self.words.iter().map(|word| Sum::text(word)).sum(),
            self.is_active.into(),
            Sum::eighths(self.ratio),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}

pub(crate) async fn wide(connection: &Connection, most: i64, sum: &mut Sum) -> Result<()> {
    sum.rows(&all(connection, 0, &[&most], Wide::read).await?, Wide::fields);
    Ok(())
}

struct Narrow {
    id: i64,
    v: i64,
    label: String,
}

pub(crate) async fn stream(connection: &Connection, sum: &mut Sum) -> Result<()> {
    each(connection, 0, &[], |row| {
        let narrow = Narrow { id: row.try_get(0)?, v: row.try_get(1)?, label: row.try_get(2)? };
        sum.row(&narrow, |row| [row.id, row.v, Sum::text(&row.label)]);
        Ok(())
    })
    .await
}
