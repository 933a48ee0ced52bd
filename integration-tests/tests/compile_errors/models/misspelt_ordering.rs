//! A misspelt ordering; the text names `nane` and `name`.

use querent::prelude::*;

#[derive(Model)]
#[model(ordering = [-nane])]
struct Product {
    id: i64,
    name: String,
}

fn main() {}
