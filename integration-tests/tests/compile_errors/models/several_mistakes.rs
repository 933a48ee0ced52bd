//! Several mistakes, each at its own place; the text names `max_len` and `SetNull` and `40000` and `by`.

use querent::prelude::*;

#[derive(Model)]
#[model(tabel = "products")]
struct Product {
    id: i64,
    #[field(max_len = 3, unique)]
    name: String,
    #[relation(on_delete = SetNull)]
    parent: ForeignKey<Product>,
    #[field(default = 40000, max_length = 3)]
    small: i16,
    children: HasMany<Product>,
}

fn main() {}
