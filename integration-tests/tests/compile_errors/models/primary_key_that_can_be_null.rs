//! A primary key that can be NULL; the text names `Option<i64>`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: Option<i64>,
}

fn main() {}
