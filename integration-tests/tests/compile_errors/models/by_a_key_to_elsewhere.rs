//! `by` that names a key to another model; the text names `parent`.

use querent::prelude::*;

#[derive(Model)]
struct Category {
    id: i64,
    #[relation(by = parent)]
    products: HasMany<Product>,
}

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    category: ForeignKey<Category>,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
    tags: ManyToMany<Product>,
}

fn main() {}
