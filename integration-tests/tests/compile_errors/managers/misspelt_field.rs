//! A misspelt field in a method; the text names `is_actve` and `is_active`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl QuerySet<Product> {
    fn active(self) -> Self {
        self.filter(|p| p.is_actve)
    }
}

fn main() {}
