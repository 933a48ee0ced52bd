//! Arguments that there are not; the text names `tabel` and `max_len` and `ondelete`.

use querent::prelude::*;

#[derive(Model)]
#[model(tabel = "products")]
struct Product {
    id: i64,
    #[field(max_len = 100)]
    name: String,
    #[relation(ondelete = Cascade)]
    parent: ForeignKey<Product>,
}

fn main() {}
