//! A small shop.

use querent::prelude::*;
use rust_decimal::Decimal;

#[derive(Model, Debug)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "suppliers")]
pub(crate) struct Supplier {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
}

#[derive(Model, Debug, Clone)]
#[model(table = "products")]
pub(crate) struct Product {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub supplier: ForeignKey<Option<Supplier>>,
    #[field(max_length = 200)]
    pub name: String,
    #[field(max_digits = 10, decimal_places = 2)]
    pub price: Decimal,
    #[field(default = 0)]
    pub stock: i32,
    pub tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub reviews: HasMany<Review>,
}

#[derive(Model, Debug)]
#[model(table = "tags")]
pub(crate) struct Tag {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
}

#[derive(Model, Debug)]
#[model(table = "reviews")]
pub(crate) struct Review {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    pub rating: i32,
    #[field(max_length = 200)]
    pub text: String,
}

/// Products 1 to 1,000, each with a category, a supplier, two tags and three reviews.
pub(crate) async fn fill(db: &Db) {
    db.batch_execute(ROWS).await.unwrap();
}

const ROWS: &str = "
    INSERT INTO categories (name) SELECT 'category ' || i FROM generate_series(1, 10) AS i;
    INSERT INTO suppliers (name) SELECT 'supplier ' || i FROM generate_series(1, 10) AS i;
    INSERT INTO tags (name) SELECT 'tag ' || i FROM generate_series(1, 10) AS i;
    INSERT INTO products (category_id, supplier_id, name, price)
        SELECT 1 + i % 10, 1 + i % 10, 'product ' || i, i FROM generate_series(1, 1000) AS i;
    INSERT INTO products_tags (product_id, tag_id)
        SELECT i, 1 + (i + n) % 10 FROM generate_series(1, 1000) AS i, generate_series(1, 2) AS n;
    INSERT INTO reviews (product_id, rating, text)
        SELECT i, n, 'review ' || n FROM generate_series(1, 1000) AS i, generate_series(1, 3) AS n;
    ANALYZE";
