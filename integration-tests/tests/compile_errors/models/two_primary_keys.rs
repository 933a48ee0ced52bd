//! Two primary keys; the text names `primary_key`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    #[field(primary_key)]
    id: i64,
    #[field(primary_key)]
    code: String,
}

fn main() {}
