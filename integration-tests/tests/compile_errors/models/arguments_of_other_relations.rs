//! Arguments that another kind of relation has; the text names `on_delete` and `by` and `table` and `unique`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    #[relation(on_delete = Cascade, by = children)]
    parent: ForeignKey<Product>,
    #[relation(on_delete = Cascade, unique = true)]
    twin: ForeignKey<Product>,
    #[relation(by = parent, on_delete = Cascade)]
    children: HasMany<Product>,
    #[relation(by = tagged, table = "pairs")]
    tags: ManyToMany<Product>,
    #[relation(through = Pair, table = "pairs")]
    pairs: ManyToMany<Product>,
    #[relation(columns = (a, a))]
    same: ManyToMany<Product>,
    #[relation(columns = (a, b, c))]
    three: ManyToMany<Product>,
}

fn main() {}
