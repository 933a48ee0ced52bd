//! Types that cannot be stored as their field; the text names `ColumnType` and `u8`.

use querent::prelude::*;

#[derive(Clone, ColumnType)]
struct Point {
    x: i32,
    y: i32,
}

#[derive(Clone, ColumnType)]
struct Small(u8);

fn main() {}
