//! An ordering by a relation; the text names `parent`.

use querent::prelude::*;

#[derive(Model)]
#[model(ordering = [parent])]
struct Product {
    id: i64,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
}

fn main() {}
