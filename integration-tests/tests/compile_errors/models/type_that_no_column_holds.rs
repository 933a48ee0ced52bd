//! Types that no column can hold; the text names `u32`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    count: u32,
}

fn main() {}
