//! What is no struct of values; the text names `T`, `'a` and `enum`.

use querent::prelude::*;

#[derive(Values)]
struct Card<T> {
    name: T,
}

#[derive(Values)]
struct Borrowed<'a> {
    name: &'a str,
}

#[derive(Values)]
enum Either {
    Name,
}

#[derive(Values)]
struct Pair(String, i32);

#[derive(Values)]
struct Nothing {}

#[derive(Values)]
struct Bytes {
    byte: u8,
}

fn main() {}
