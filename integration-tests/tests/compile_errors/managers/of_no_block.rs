//! What is no block; the text names `fn`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
fn active(query: QuerySet<Product>) -> QuerySet<Product> {
    query.filter(|p| p.is_active)
}

fn main() {}
