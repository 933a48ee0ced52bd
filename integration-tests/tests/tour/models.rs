//! The models of the tour, as users write them.

use querent::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "categories", ordering = [name])]
pub struct Category {
    pub id: i64, // `id` is the key unless a field says #[field(primary_key)]
    #[field(max_length = 100)]
    pub name: String,
    #[relation(by = category)] // the other end of Product.category; its name is Django's related_name
    pub products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "products")]
pub struct Product {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub category: ForeignKey<Category>,
    #[relation(on_delete = SetNull)]
    pub supplier: ForeignKey<Option<Supplier>>, // Option stands inside
    #[field(max_length = 200)]
    pub name: String,
    #[field(max_digits = 10, decimal_places = 2)]
    pub price: Decimal,
    #[field(default = 0)]
    pub stock: i32,
    #[field(default = true)]
    pub is_active: bool,
    #[field(auto_now_add)]
    pub created_at: OffsetDateTime,
    #[field(auto_now)]
    pub updated_at: OffsetDateTime,
    pub tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub reviews: HasMany<Review>,
}

impl std::fmt::Display for Product {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

#[queryset(ProductQuerySet)] // a custom manager: writes a trait of that name; import it where you chain
impl QuerySet<Product> {
    pub fn active(self) -> Self {
        self.filter(|p| p.is_active)
    }
}

impl Product {
    pub fn active(db: &Db) -> QuerySet<Product> {
        Self::objects(db).active() // Django's `Product.active`
    }
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "suppliers")]
pub struct Supplier {
    pub id: i64,
    #[field(max_length = 100)]
    pub name: String,
    #[relation(by = supplier)]
    pub products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i64,
    #[field(max_length = 50, unique)]
    pub label: String,
    #[relation(by = tags)]
    pub products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "reviews", ordering = [-id])]
pub struct Review {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    pub rating: i32,
    pub text: Option<String>,
}
