//! Rows that are written: accounts, countries, contacts, products, and what the database says of them.

use querent::prelude::*;
use rust_decimal::Decimal;
use time::{Date, OffsetDateTime};

#[derive(Model, Debug)]
#[model(table = "oracle_account")]
pub struct Account {
    pub id: i64,
    #[field(max_length = 20, unique)]
    pub name: String,
    pub balance: i32,
    pub points: i32,
    #[field(max_length = 20)]
    pub note: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_country")]
pub struct Country {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
    #[field(max_length = 2, unique)]
    pub iso: String,
    pub description: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_codename")]
pub struct Codename {
    #[field(primary_key, max_length = 10)]
    pub code: String,
    #[field(max_length = 20)]
    pub label: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_rect")]
pub struct Rect {
    pub id: i64,
    pub a: i32,
    pub b: i32,
    #[field(generated = "a * b")]
    pub area: i32,
}

#[derive(Model, Debug)]
#[model(table = "oracle_dbdefaults")]
pub struct DbDefaults {
    pub id: i64,
    #[field(max_length = 30, default = "Default headline")]
    pub headline: String,
    #[field(default = sql("now()"))]
    pub created: OffsetDateTime,
    #[field(default = 2)]
    pub cost: i32,
}

#[derive(Model, Debug)]
#[model(table = "oracle_contact")]
pub struct Contact {
    pub id: i64,
    #[field(max_length = 254, unique)]
    pub email: String,
    #[field(max_length = 8)]
    pub slug: String,
    #[field(max_length = 1)]
    pub level: String,
    #[field(max_digits = 5, decimal_places = 2)]
    pub amount: Decimal,
    pub published: Option<Date>,
    #[field(max_length = 20)]
    pub title: String,
}

#[derive(Model, Debug)]
#[model(table = "oracle_product", check(price_gt_discounted = "price > discounted_price"))]
pub struct Product {
    pub id: i64,
    #[field(max_length = 20)]
    pub name: String,
    pub price: Option<i32>,
    pub discounted_price: Option<i32>,
    #[field(max_length = 20)]
    pub color: Option<String>,
}

#[derive(Model, Debug)]
#[model(table = "oracle_nullsnotdistinct")]
pub struct NullsNotDistinct {
    pub id: i64,
    pub a: Option<i32>,
    pub b: Option<i32>,
}

/// Its positions are unique at the end of a transaction.
#[derive(Model, Debug)]
#[model(table = "oracle_deferred")]
pub struct Positioned {
    pub id: i64,
    #[field(max_length = 10)]
    pub name: String,
    pub position: i32,
}
