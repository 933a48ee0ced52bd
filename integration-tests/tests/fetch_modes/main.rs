//! How many queries the loads of one result are, in each fetch mode, and that nothing else is another one.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod counts;
mod relations;
mod rows;
mod handles;
mod waits;
mod raise;
mod fields;
mod random;
mod panics;

use querent::prelude::*;
use serde::Serialize;

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "categories", ordering = [id])]
pub(crate) struct Category {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Cascade)]
    pub(crate) parent: ForeignKey<Option<Category>>,
    #[relation(by = category)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "suppliers")]
pub(crate) struct Supplier {
    pub(crate) id: i64,
    pub(crate) name: String,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "products", ordering = [id])]
pub(crate) struct Product {
    pub(crate) id: i64,
    pub(crate) name: String,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub(crate) supplier: ForeignKey<Option<Supplier>>,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) reviews: HasMany<Review>,
    #[relation(by = product)]
    pub(crate) detail: HasOne<Detail>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(ordering = [id])]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[relation(by = tags)]
    pub(crate) products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "reviews", ordering = [-id])]
pub(crate) struct Review {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) rating: i32,
}

#[derive(Model, Debug, Clone, Serialize)]
pub(crate) struct Detail {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: OneToOne<Product>,
}

/// Ten categories, of which the first is the parent of the others; fifty products, every second one with a supplier and
/// every third one with a detail; two reviews and three tags of each.
const ROWS: &str = "
    INSERT INTO categories (name, parent_id) SELECT 'c' || n, nullif(1, n) FROM generate_series(1, 10) n;
    INSERT INTO suppliers (name) SELECT 's' || n FROM generate_series(1, 5) n;
    INSERT INTO products (name, category_id, supplier_id)
        SELECT 'p' || n, (n - 1) % 10 + 1, CASE WHEN n % 2 = 0 THEN n / 2 % 5 + 1 END FROM generate_series(1, 50) n;
    INSERT INTO reviews (product_id, rating) SELECT p, p % 5 + r FROM generate_series(1, 50) p, generate_series(0, 1) r;
    INSERT INTO tag SELECT FROM generate_series(1, 6);
    INSERT INTO products_tags SELECT p, (p + n) % 6 + 1 FROM generate_series(1, 50) p, generate_series(0, 2) n;
    INSERT INTO detail (product_id) SELECT n FROM generate_series(3, 50, 3) n";

pub(crate) async fn shop(db: &Db) {
    db.batch_execute(ROWS).await.unwrap();
}
