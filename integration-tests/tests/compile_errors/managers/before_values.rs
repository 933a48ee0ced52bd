//! A method that returns rows, on values; the text names `first_active`.

use querent::prelude::*;

#[derive(Model)]
struct Product {
    id: i64,
    is_active: bool,
}

#[queryset]
impl QuerySet<Product> {
    async fn first_active(self) -> querent::Result<Option<Product>> {
        self.filter(|p| p.is_active).first().await
    }
}

async fn mistake(db: &Db) {
    let _ = Product::objects(db).values(|p| p.id).first_active().await;
}

fn main() {}
