//! A misspelt field of a draft; the text names `nane` and `name`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    name: String,
}

fn mistake() {
    let _ = Product::draft().nane("Radio");
}

fn main() {}
