//! A generic struct; the text names `T`.

use querent::prelude::*;

#[derive(Model)]
struct Product<T> {
    id: i64,
    value: T,
}

fn main() {}
