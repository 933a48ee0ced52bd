//! `HasMany` by a `OneToOne`; the text names `by` and `HasOne`.

use querent::prelude::*;

#[derive(Model)]
struct Category {
    id: i64,
    #[relation(by = category)]
    products: HasMany<Product>,
}

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
    #[relation(on_delete = Cascade)]
    category: OneToOne<Category>,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
    tags: ManyToMany<Product>,
}

fn main() {}
