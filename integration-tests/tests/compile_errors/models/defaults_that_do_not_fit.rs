//! Defaults that do not fit; the text names `40000` and `"many"` and `"too long"`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[field(default = 40000)]
    small: i16,
    #[field(default = "many")]
    stock: i32,
    #[field(default = 1)]
    is_active: bool,
    #[field(default = 0.5)]
    count: i64,
    #[field(max_length = 3, default = "too long")]
    name: String,
    #[field(default = Some(1))]
    rank: Option<i32>,
    #[field(default = sql(""))]
    code: querent::uuid::Uuid,
}

fn main() {}
