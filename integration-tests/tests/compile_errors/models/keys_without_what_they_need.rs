//! Relations that say too little; the text names `OneToOne<Option<Product>>` and `by` and `SetDefault`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    parent: ForeignKey<Product>,
    #[relation(on_delete = SetNull)]
    twin: OneToOne<Product>,
    #[relation(on_delete = SetDefault)]
    other: ForeignKey<Product>,
    #[relation(on_delete = Destroy)]
    last: ForeignKey<Product>,
    #[relation(on_delete = Cascade, constraint = false)]
    loose: ForeignKey<Product>,
    children: HasMany<Product>,
}

fn main() {}
