//! A shop's tables as models, and the rows in them.

use querent::prelude::*;
use rust_decimal::Decimal;
use time::OffsetDateTime;

#[derive(Model, Debug)]
#[model(table = "categories")]
pub(crate) struct Category {
    pub(crate) id: i64,
    #[field(max_length = 100)]
    pub(crate) name: String,
}

#[derive(Model, Debug)]
#[model(table = "products")]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) category: ForeignKey<Category>,
    #[field(max_length = 200)]
    pub(crate) name: String,
    #[field(max_digits = 10, decimal_places = 2)]
    pub(crate) price: Decimal,
    pub(crate) stock: i32,
    pub(crate) is_active: bool,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub(crate) reviews: HasMany<Review>,
}

#[derive(Model, Debug)]
#[model(table = "tags")]
pub(crate) struct Tag {
    pub(crate) id: i64,
    #[field(max_length = 50)]
    pub(crate) name: String,
}

#[derive(Model, Debug)]
#[model(table = "reviews")]
pub(crate) struct Review {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) product: ForeignKey<Product>,
    pub(crate) rating: i32,
    pub(crate) text: String,
}

/// Rows that are the same each time: 2,000 products with three tags and four reviews each.
pub(crate) const ROWS: &str = "
    INSERT INTO categories (name) SELECT 'Category ' || n FROM generate_series(1, 20) AS n;
    INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 30) AS n;
    INSERT INTO products (category_id, name, price, stock, is_active, created_at)
        SELECT n % 20 + 1, 'Product number ' || n, n % 500 + 0.99, n % 100, n % 7 <> 0,
            timestamptz '2024-01-01 00:00:00+00' + n * interval '1 hour'
        FROM generate_series(1, 2000) AS n;
    INSERT INTO products_tags (product_id, tag_id)
        SELECT n, (n + 7 * k) % 30 + 1 FROM generate_series(1, 2000) AS n, generate_series(0, 2) AS k;
    INSERT INTO reviews (product_id, rating, text)
        SELECT (n * 7) % 2000 + 1, n % 5 + 1, 'What somebody thought of it, number ' || n
        FROM generate_series(1, 8000) AS n;
    ANALYZE;
";
