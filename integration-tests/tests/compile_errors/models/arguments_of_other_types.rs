//! Arguments that do not fit the type of the field; the text names `max_length` and `max_digits` and `auto_now`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[field(max_length = 100)]
    stock: i32,
    #[field(max_digits = 10, decimal_places = 2)]
    name: String,
    #[field(max_digits = 2, decimal_places = 3)]
    price: querent::rust_decimal::Decimal,
    #[field(auto_now)]
    note: String,
    #[field(auto_now, auto_now_add)]
    at: querent::time::OffsetDateTime,
    #[field(auto_now, default = sql("now()"))]
    then: querent::time::OffsetDateTime,
    #[field(max_length = "ten")]
    code: String,
}

fn main() {}
