//! The tables that scenarios load from: every kind of relation, deferred fields, and keys of several columns.

#![allow(missing_docs, reason = "a model's fields say what they are")]

use querent::meta::ModelMeta;
use querent::prelude::*;
use querent::{Db, Result};
use serde::Serialize;

/// Ten of them; the first is the parent of the others.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "categories", ordering = [id])]
pub struct Category {
    pub id: i64,
    #[field(max_length = 50, unique)]
    pub name: String,
    #[relation(on_delete = Cascade)]
    pub parent: ForeignKey<Option<Category>>,
    #[relation(by = parent)]
    pub children: HasMany<Category>,
    #[relation(by = category)]
    pub products: HasMany<Product>,
}

/// Five of them.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "suppliers", ordering = [id])]
pub struct Supplier {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
    #[relation(by = supplier)]
    pub products: HasMany<Product>,
}

/// Fifty of them, five in each category; those with even numbers have a supplier.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "products", ordering = [id])]
pub struct Product {
    pub id: i64,
    #[field(max_length = 50, unique)]
    pub name: String,
    #[field(default = 0)]
    pub stock: i32,
    #[field(default = "")]
    pub description: Deferred<String>,
    #[relation(on_delete = Cascade)]
    pub category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub supplier: ForeignKey<Option<Supplier>>,
    pub tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub reviews: HasMany<Review>,
    #[relation(by = product)]
    pub places: HasMany<Place>,
}

#[queryset(ProductQuerySet)]
impl QuerySet<Product> {
    /// Those of which there are some.
    pub fn in_stock(self) -> Self {
        self.filter(|p| p.stock.gt(0))
    }
}

/// Six of them; each product has three.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "tags", ordering = [id])]
pub struct Tag {
    pub id: i64,
    #[field(max_length = 50)]
    pub name: String,
    #[relation(by = tags)]
    pub products: ManyToMany<Product>,
}

/// Two of each product.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "reviews", ordering = [id])]
pub struct Review {
    pub id: i64,
    pub rating: i32,
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    #[relation(on_delete = Cascade)]
    pub author: ForeignKey<User>,
}

/// Five of them.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "users", ordering = [id])]
pub struct User {
    pub id: i64,
    #[field(max_length = 50, unique)]
    pub email: String,
    #[relation(by = user)]
    pub profile: HasOne<Profile>,
    #[relation(by = author)]
    pub reviews: HasMany<Review>,
    #[relation(through = Favourite)]
    pub favourites: ManyToMany<Product>,
}

/// One of each user but the last.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "profiles", ordering = [id])]
pub struct Profile {
    pub id: i64,
    pub biography: Deferred<String>,
    #[relation(on_delete = Cascade)]
    pub user: OneToOne<User>,
}

/// Two products of each user.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "favourites", ordering = [id])]
pub struct Favourite {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub user: ForeignKey<User>,
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
}

/// Where a product lies: one place of each of the first ten.
#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "places", primary_key = [product, shelf], ordering = [shelf])]
pub struct Place {
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    pub shelf: i32,
    #[field(default = 0)]
    pub pieces: i32,
}

/// All of them.
pub const MODELS: [&ModelMeta; 9] = [
    Category::META,
    Supplier::META,
    Product::META,
    Tag::META,
    Review::META,
    User::META,
    Profile::META,
    Favourite::META,
    Place::META,
];

/// Fills empty tables.
pub const ROWS: &str = "
    INSERT INTO categories (name, parent_id) SELECT 'c' || n, nullif(1, n) FROM generate_series(1, 10) n;
    INSERT INTO suppliers (name) SELECT 's' || n FROM generate_series(1, 5) n;
    INSERT INTO products (name, stock, description, category_id, supplier_id)
        SELECT 'p' || n, n % 5, 'about p' || n, (n - 1) % 10 + 1, CASE WHEN n % 2 = 0 THEN n / 2 % 5 + 1 END
        FROM generate_series(1, 50) n;
    INSERT INTO tags (name) SELECT 't' || n FROM generate_series(1, 6) n;
    INSERT INTO products_tags
        SELECT p, (p + n) % 6 + 1 FROM generate_series(1, 50) p, generate_series(0, 2) n;
    INSERT INTO users (email) SELECT 'u' || n || '@example.org' FROM generate_series(1, 5) n;
    INSERT INTO reviews (rating, product_id, author_id)
        SELECT n + 3, p, (p + n) % 5 + 1 FROM generate_series(1, 50) p, generate_series(0, 1) n;
    INSERT INTO profiles (biography, user_id) SELECT 'life of u' || n, n FROM generate_series(1, 4) n;
    INSERT INTO favourites (user_id, product_id)
        SELECT u, u + n FROM generate_series(1, 5) u, generate_series(0, 1) n;
    INSERT INTO places (product_id, shelf) SELECT n, n * 10 FROM generate_series(1, 10) n;";

const EMPTY: &str = "
    TRUNCATE categories, suppliers, products, tags, products_tags, users, reviews, profiles, favourites, places
    RESTART IDENTITY CASCADE";

/// Makes the tables what [`ROWS`] makes of empty ones.
///
/// # Errors
///
/// Those of the database.
pub async fn restore(db: &Db) -> Result<()> {
    db.batch_execute(EMPTY).await?;
    db.batch_execute(ROWS).await
}
