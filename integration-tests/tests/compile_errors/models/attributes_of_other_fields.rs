//! Attributes of another kind of field; the text names `#[field]` and `#[relation]`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[field(unique)]
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
    #[relation(on_delete = Cascade)]
    name: String,
    #[field(unique)]
    #[field(index)]
    code: String,
}

fn main() {}
