//! Products and what is told about them.

use std::fmt;

use querent::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;
use time::serde::rfc3339;

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "categories", ordering = [name])]
pub struct Category {
    pub id: i64,
    #[field(max_length = 100, unique)]
    pub name: String,
    #[serde(skip)]
    #[relation(by = category)]
    pub products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "suppliers", ordering = [name])]
pub struct Supplier {
    pub id: i64,
    #[field(max_length = 100, unique)]
    pub name: String,
    #[field(max_length = 100)]
    pub country: String,
    #[serde(skip)]
    #[relation(by = supplier)]
    pub products: HasMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "tags", ordering = [name])]
pub struct Tag {
    pub id: i64,
    #[field(max_length = 50, unique)]
    pub name: String,
    #[serde(skip)]
    #[relation(by = tags)]
    pub products: ManyToMany<Product>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(
    table = "products",
    ordering = [name],
    check(price_not_negative = "price >= 0", stock_not_negative = "stock >= 0"),
)]
pub struct Product {
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
    #[field(default = true)]
    pub is_active: bool,
    #[field(auto_now_add)]
    #[serde(with = "rfc3339")]
    pub created_at: OffsetDateTime,
    #[field(auto_now)]
    #[serde(with = "rfc3339")]
    pub updated_at: OffsetDateTime,
    pub tags: ManyToMany<Tag>,
    #[relation(by = product)]
    pub reviews: HasMany<Review>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "reviews", check(rating_from_1_to_5 = "rating BETWEEN 1 AND 5"))]
pub struct Review {
    pub id: i64,
    #[relation(on_delete = Cascade)]
    pub product: ForeignKey<Product>,
    #[field(max_length = 100)]
    pub author: String,
    pub rating: i16,
    pub text: String,
    #[field(default = sql("now()"))]
    #[serde(with = "rfc3339")]
    pub written_at: OffsetDateTime,
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[queryset]
impl QuerySet<Product> {
    /// Products that are for sale.
    pub fn active(self) -> Self {
        self.filter(|p| p.is_active)
    }

    /// With all that a page shows of a product: one query, and two more in one flight.
    pub fn in_full(self) -> Self {
        self.select_related(|p| (p.category, p.supplier)).prefetch_related(|p| (p.tags, p.reviews.latest(3)))
    }
}

#[queryset]
impl QuerySet<Review> {
    /// The newest first, and so many of them; within a prefetch, so many for each product.
    pub fn latest(self, count: u64) -> Self {
        self.order_by(|r| (r.written_at.desc(), r.id.desc())).limit(count)
    }
}
