//! The rows as structs, and what they count for in a checksum.

use benches_harness::{NewRow, Sum};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use sqlx::postgres::PgRow;
use sqlx::types::Json;
use sqlx::{FromRow, Row};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Reads a struct by the position of its columns, without a look at their types in each row: what `query_as!` expands to.
/// `derive(FromRow)` finds each value by its column's name.
macro_rules! by_position {
    ($model:ident { $($field:ident = $position:literal),+ $(,)? }) => {
        impl FromRow<'_, PgRow> for $model {
            fn from_row(row: &PgRow) -> sqlx::Result<$model> {
                Ok($model { $($field: row.try_get_unchecked($position)?),+ })
            }
        }
    };
}

pub(crate) struct User {
    pub(crate) id: i64,
    name: String,
    hair_color: Option<String>,
}

by_position!(User { id = 0, name = 1, hair_color = 2 });

impl User {
    pub(crate) fn counts(&self) -> [i64; 3] {
        [self.id, Sum::text(&self.name), Sum::nullable(self.hair_color.as_deref())]
    }
}

pub(crate) struct Post {
    pub(crate) id: i64,
    pub(crate) user_id: i64,
    pub(crate) title: String,
}

by_position!(Post { id = 0, user_id = 1, title = 2 });

pub(crate) struct Comment {
    pub(crate) id: i64,
    pub(crate) post_id: i64,
    pub(crate) text: String,
}

by_position!(Comment { id = 0, post_id = 1, text = 2 });

pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
}

pub(crate) struct Product {
    pub(crate) id: i64,
    category_id: i64,
    name: String,
    description: String,
    price: i32,
    stock: i32,
    rating: f64,
    is_active: bool,
}

by_position!(Product {
    id = 0,
    category_id = 1,
    name = 2,
    description = 3,
    price = 4,
    stock = 5,
    rating = 6,
    is_active = 7,
});

impl Product {
    pub(crate) fn counts(&self) -> [i64; 8] {
        [
            self.id,
            self.category_id,
            Sum::text(&self.name),
            Sum::text(&self.description),
            self.price.into(),
            self.stock.into(),
            Sum::eighths(self.rating),
            self.is_active.into(),
        ]
    }
}

/// A product with its category.
pub(crate) struct Placed {
    pub(crate) product: Product,
    pub(crate) category: Category,
}

impl FromRow<'_, PgRow> for Placed {
    fn from_row(row: &PgRow) -> sqlx::Result<Placed> {
        let category = Category { id: row.try_get_unchecked(8)?, name: row.try_get_unchecked(9)? };
        Ok(Placed { product: Product::from_row(row)?, category })
    }
}

/// A tag, and the product that has it.
pub(crate) struct Tag {
    pub(crate) product_id: i64,
    pub(crate) id: i64,
    pub(crate) name: String,
}

by_position!(Tag { product_id = 0, id = 1, name = 2 });

pub(crate) struct Image {
    pub(crate) id: i64,
    pub(crate) product_id: i64,
    pub(crate) url: String,
}

by_position!(Image { id = 0, product_id = 1, url = 2 });

pub(crate) struct Review {
    pub(crate) id: i64,
    pub(crate) product_id: i64,
    pub(crate) rating: i32,
    pub(crate) text: String,
}

by_position!(Review { id = 0, product_id = 1, rating = 2, text = 3 });

pub(crate) struct Wide {
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

by_position!(Wide {
    id = 0,
    price = 1,
    created_at = 2,
    day = 3,
    token = 4,
    facts = 5,
    numbers = 6,
    words = 7,
    is_active = 8,
    ratio = 9,
    note = 10,
});

#[derive(Deserialize)]
struct Facts {
    n: i64,
    label: String,
}

impl Wide {
    pub(crate) fn counts(&self) -> [i64; 12] {
        [
            self.id,
            (self.price * Decimal::ONE_HUNDRED).to_i64().unwrap_or_default(),
            (self.created_at.unix_timestamp_nanos() / 1_000) as i64,
            i64::from(self.day.to_julian_day() - time::UtcDateTime::UNIX_EPOCH.date().to_julian_day()),
            self.token.as_u128() as i64,
            self.facts.n,
            Sum::text(&self.facts.label),
            self.numbers.iter().copied().map(i64::from).sum(),
            self.words.iter().map(|word| Sum::text(word)).sum(),
            self.is_active.into(),
            Sum::eighths(self.ratio),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}

pub(crate) struct Narrow {
    pub(crate) id: i64,
    pub(crate) v: i64,
    pub(crate) label: String,
}

by_position!(Narrow { id = 0, v = 1, label = 2 });

pub(crate) struct Inserted {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) amount: i32,
    pub(crate) score: f64,
    pub(crate) note: Option<String>,
}

impl Inserted {
    pub(crate) fn of(id: i64, NewRow { name, amount, score, note }: NewRow) -> Inserted {
        Inserted { id, name, amount, score, note }
    }

    pub(crate) fn counts(&self) -> [i64; 5] {
        [
            (self.id > 0).into(),
            Sum::text(&self.name),
            self.amount.into(),
            Sum::eighths(self.score),
            Sum::nullable(self.note.as_deref()),
        ]
    }
}
