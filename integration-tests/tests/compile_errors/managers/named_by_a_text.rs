//! A name in quotes; the text names `"ProductQuerySet"`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset("ProductQuerySet")]
impl QuerySet<Product> {
    fn active(self) -> Self {
        self
    }
}

fn main() {}
