//! A block of the model; the text names `Product`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl Product {
    fn active(self) -> Self {
        self
    }
}

fn main() {}
