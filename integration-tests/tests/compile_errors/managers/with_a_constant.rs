//! What is no method; the text names `const`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl QuerySet<Product> {
    const MOST: u64 = 3;

    fn active(self) -> Self {
        self.limit(Self::MOST)
    }
}

fn main() {}
