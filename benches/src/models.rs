//! A shop's tables as models, and the rows in them.

use querent::prelude::*;
use rust_decimal::Decimal;
use time::OffsetDateTime;

/// What products are sorted by.
#[derive(Model, Debug)]
#[model(table = "categories")]
pub struct Category {
    /// Counts up.
    pub id: i64,
    /// Its name.
    #[field(max_length = 100)]
    pub name: String,
}

/// Something to buy.
#[derive(Model, Debug)]
#[model(table = "products")]
pub struct Product {
    /// Counts up.
    pub id: i64,
    /// Its only category.
    #[relation(on_delete = Cascade)]
    pub category: ForeignKey<Category>,
    /// Its name.
    #[field(max_length = 200)]
    pub name: String,
    /// What it costs.
    #[field(max_digits = 10, decimal_places = 2)]
    pub price: Decimal,
    /// How many there are.
    pub stock: i32,
    /// Whether it is sold.
    pub is_active: bool,
    /// Since when it is there.
    pub created_at: OffsetDateTime,
    /// The words on it.
    pub tags: ManyToMany<Tag>,
    /// What was thought of it.
    #[relation(by = product)]
    pub reviews: HasMany<Review>,
}

/// A word on products.
#[derive(Model, Debug)]
#[model(table = "tags")]
pub struct Tag {
    /// Counts up.
    pub id: i64,
    /// Its name.
    #[field(max_length = 50)]
    pub name: String,
}

/// What somebody thought of a product.
#[derive(Model, Debug)]
#[model(table = "reviews")]
pub struct Review {
    /// Counts up.
    pub id: i64,
    /// What it is about.
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    /// From 1 to 5.
    pub rating: i32,
    /// What it says.
    pub text: String,
}

/// Rows that are the same each time: 2,000 products with three tags and four reviews each.
pub const ROWS: &str = "
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
