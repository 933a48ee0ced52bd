//! A field with the name of a method of drafts; the text names `create`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    create: bool,
}

fn main() {}
