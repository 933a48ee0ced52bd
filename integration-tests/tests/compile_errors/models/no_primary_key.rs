//! No primary key; the text names `Product`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    name: String,
}

fn main() {}
