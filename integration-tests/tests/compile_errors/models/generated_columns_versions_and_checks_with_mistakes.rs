//! Columns that the database keeps, and CHECKs; the text names `check(price_not_negative = "price >= 0")` and `version`.

use querent::prelude::*;
use time::OffsetDateTime;

#[derive(Model)]
#[model(check(positive = "", positive = "stock > 0", "stock > 0"))]
struct Product {
    id: i64,
    stock: i32,
    #[field(generated = "")]
    value: i32,
    #[field(generated = "stock * 2", default = 1)]
    doubled: i32,
    #[field(version)]
    name: String,
    #[field(version)]
    version: i32,
    #[field(version)]
    again: i64,
    #[field(version, auto_now)]
    both: OffsetDateTime,
    #[field(version)]
    unknown: Option<i32>,
    #[field(generated = "stock + 1")]
    later: Deferred<i32>,
}

fn main() {
    let _ = Product::draft().stock(1).doubled(2);
}
