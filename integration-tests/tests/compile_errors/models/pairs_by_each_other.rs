//! Two sides of which none has the table of pairs; the text names `by` and `Tag`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
    #[relation(by = products)]
    tags: ManyToMany<Tag>,
}

#[derive(Model)]
struct Tag {
    id: i64,
    products: ManyToMany<Product>,
    #[relation(by = tags)]
    more: ManyToMany<Product>,
}

fn main() {}
