//! An `Option` where many may be none; the text names `Option<Tag>`.

use querent::prelude::*;

#[derive(Model)]
struct Tag {
    id: i64,
}

#[derive(Model)]
struct Product {
    id: i64,
    tags: ManyToMany<Option<Tag>>,
}

fn main() {}
