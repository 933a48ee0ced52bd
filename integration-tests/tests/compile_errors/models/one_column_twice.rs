//! One column twice; the text names `name` and `title` and `parent` and `parent_id`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
    #[field(column = "name")]
    title: String,
    #[relation(on_delete = Cascade)]
    parent: ForeignKey<Product>,
    parent_id: i64,
}

fn main() {}
