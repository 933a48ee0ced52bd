//! A custom manager that is not imported; the text names `active` and `ProductQuerySet`.

use querent::prelude::*;

mod models {
    use querent::prelude::*;

    #[derive(Model)]
    pub struct Product {
        pub id: i64,
        pub is_active: bool,
    }

    #[queryset]
    impl QuerySet<Product> {
        pub fn active(self) -> Self {
            self.filter(|p| p.is_active)
        }
    }
}

fn mistake(db: &Db) {
    let _ = models::Product::objects(db).active();
}

fn main() {}
