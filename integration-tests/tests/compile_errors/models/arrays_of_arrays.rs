//! Arrays hold scalars; the text names `Vec<i32>` and `u32`.

use querent::prelude::*;

#[derive(Model)]
struct Grid {
    id: i64,
    rows: Vec<Vec<i32>>,
}

#[derive(Model)]
struct Counts {
    id: i64,
    counts: Vec<u32>,
}

fn main() {}
