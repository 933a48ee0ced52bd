//! A block of a trait; the text names `for`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl Clone for QuerySet<Product> {
    fn clone(&self) -> Self {
        self
    }
}

fn main() {}
