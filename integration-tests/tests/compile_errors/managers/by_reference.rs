//! A method that takes `self` by reference; the text names `&self`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl QuerySet<Product> {
    fn active(&self) -> Self {
        self.clone().filter(|p| p.is_active)
    }

    fn none_at_all() -> i32 {
        3
    }
}

fn main() {}
