//! A primary key that is no key; the text names `f64`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    #[field(primary_key)]
    weight: f64,
}

fn main() {}
