//! Orderings that are none; the text names `ordering`.

use querent::prelude::*;

#[derive(Model)]
#[model(ordering = "name")]
struct Product {
    id: i64,
    name: String,
}

fn main() {}
