//! A private method beside a public one; the text names `helper`.

use querent::prelude::*;

#[derive(Model)]
pub struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl QuerySet<Product> {
    pub fn active(self) -> Self {
        self.helper()
    }

    fn helper(self) -> Self {
        self.filter(|p| p.is_active)
    }
}

fn main() {}
