//! A struct without names; the text names `Product`.

use querent::prelude::*;

#[derive(Model)]
struct Product(i64, String);

fn main() {}
