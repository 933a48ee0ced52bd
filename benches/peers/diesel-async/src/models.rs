//! The models, and what their rows count for in a checksum.

use benches_harness::{NewRow, Sum};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types::Jsonb;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Deserialize;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::schema::{
    categories, comments, images, inserted, narrow, posts, products, products_tags, reviews, tags, users,
    wide,
};

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = users, check_for_backend(Pg))]
pub(crate) struct User {
    pub(crate) id: i64,
    name: String,
    hair_color: Option<String>,
}

impl User {
    pub(crate) fn counts(&self) -> [i64; 3] {
        [self.id, Sum::text(&self.name), Sum::nullable(self.hair_color.as_deref())]
    }
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = posts, belongs_to(User), check_for_backend(Pg))]
pub(crate) struct Post {
    pub(crate) id: i64,
    user_id: i64,
    pub(crate) title: String,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = comments, belongs_to(Post), check_for_backend(Pg))]
pub(crate) struct Comment {
    pub(crate) id: i64,
    post_id: i64,
    pub(crate) text: String,
}

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = categories, check_for_backend(Pg))]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = products, check_for_backend(Pg))]
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

#[derive(Queryable, Selectable, Identifiable)]
#[diesel(table_name = tags, check_for_backend(Pg))]
pub(crate) struct Tag {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = products_tags, primary_key(product_id, tag_id), belongs_to(Product), belongs_to(Tag))]
#[diesel(check_for_backend(Pg))]
pub(crate) struct ProductTag {
    product_id: i64,
    tag_id: i64,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = images, belongs_to(Product), check_for_backend(Pg))]
pub(crate) struct Image {
    pub(crate) id: i64,
    product_id: i64,
    pub(crate) url: String,
}

#[derive(Queryable, Selectable, Identifiable, Associations)]
#[diesel(table_name = reviews, belongs_to(Product), check_for_backend(Pg))]
pub(crate) struct Review {
    pub(crate) id: i64,
    product_id: i64,
    pub(crate) rating: i32,
    pub(crate) text: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = wide, check_for_backend(Pg))]
pub(crate) struct Wide {
    id: i64,
    price: Decimal,
    created_at: OffsetDateTime,
    day: Date,
    token: Uuid,
    facts: Facts,
    numbers: Vec<i32>,
    words: Vec<String>,
    is_active: bool,
    ratio: f64,
    note: Option<String>,
}

#[derive(Debug, Deserialize, FromSqlRow)]
#[diesel(sql_type = Jsonb)]
pub(crate) struct Facts {
    n: i64,
    label: String,
}

impl FromSql<Jsonb, Pg> for Facts {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Facts> {
        match value.as_bytes() {
            [1, json @ ..] => Ok(serde_json::from_slice(json)?),
            _ => Err("another version of jsonb".into()),
        }
    }
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

#[derive(Queryable, Selectable)]
#[diesel(table_name = narrow, check_for_backend(Pg))]
pub(crate) struct Narrow {
    pub(crate) id: i64,
    pub(crate) v: i64,
    pub(crate) label: String,
}

/// What is inserted. NULL is sent as a value and not as `DEFAULT`: only then is the statement kept.
#[derive(Insertable)]
#[diesel(table_name = inserted, treat_none_as_default_value = false)]
pub(crate) struct NewInserted {
    name: String,
    amount: i32,
    score: f64,
    note: Option<String>,
}

impl From<NewRow> for NewInserted {
    fn from(NewRow { name, amount, score, note }: NewRow) -> NewInserted {
        NewInserted { name, amount, score, note }
    }
}

pub(crate) struct Inserted {
    id: i64,
    row: NewInserted,
}

impl Inserted {
    pub(crate) fn of(id: i64, row: NewInserted) -> Inserted {
        Inserted { id, row }
    }

    pub(crate) fn counts(&self) -> [i64; 5] {
        [
            (self.id > 0).into(),
            Sum::text(&self.row.name),
            self.row.amount.into(),
            Sum::eighths(self.row.score),
            Sum::nullable(self.row.note.as_deref()),
        ]
    }
}
