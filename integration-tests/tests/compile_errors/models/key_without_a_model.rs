//! A key that does not say where it leads; the text names `ForeignKey<Product>`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey,
}

fn main() {}
