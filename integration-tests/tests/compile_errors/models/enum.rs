//! An enum; the text names `enum`.

use querent::prelude::*;

#[derive(Model)]
enum Product {
    Radio,
}

fn main() {}
