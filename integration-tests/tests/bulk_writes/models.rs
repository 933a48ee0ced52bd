//! Countries and what is sold there.

use querent::prelude::*;
use rust_decimal::Decimal;
use time::OffsetDateTime;

#[derive(Model, Debug, Clone, PartialEq)]
pub(crate) struct Country {
    pub(crate) id: i64,
    #[field(max_length = 2, unique)]
    pub(crate) iso: String,
    #[field(max_length = 50)]
    pub(crate) name: String,
    #[field(default = "")]
    pub(crate) description: String,
    #[field(default = 0)]
    pub(crate) hits: i32,
    #[relation(by = country)]
    pub(crate) products: HasMany<Product>,
}

#[derive(Model, Debug, Clone)]
#[model(ordering = [id])]
pub(crate) struct Product {
    pub(crate) id: i64,
    #[relation(on_delete = Cascade)]
    pub(crate) country: ForeignKey<Country>,
    #[field(max_length = 50)]
    pub(crate) name: String,
    #[field(default = 0, max_digits = 10, decimal_places = 2)]
    pub(crate) price: Decimal,
    #[field(default = 0)]
    pub(crate) stock: i32,
    pub(crate) note: Option<String>,
    #[field(default = [])]
    pub(crate) sizes: Vec<i32>,
    #[field(auto_now_add)]
    pub(crate) created_at: OffsetDateTime,
    #[field(auto_now)]
    pub(crate) updated_at: OffsetDateTime,
}

/// The United States with three products, the Netherlands with one.
pub(crate) async fn shop(db: &Db) {
    let drafts = [("US", "United States", "us"), ("NL", "Netherlands", "nl")]
        .map(|(iso, name, description)| Country::draft().iso(iso).name(name).description(description));
    Country::objects(db).bulk_create(drafts).await.unwrap();
    let drafts =
        [(1, "radio", 3), (1, "lamp", 0), (1, "chair", 5), (2, "bike", 1)].map(|(country, name, stock)| {
            Product::draft().country(country).name(name).stock(stock).price(stock * 10)
        });
    Product::objects(db).bulk_create(drafts).await.unwrap();
}

/// What the table of countries holds, in the order of their codes.
pub(crate) async fn countries(db: &Db) -> Vec<(String, String, String, i32)> {
    let countries = Country::objects(db).order_by(|c| c.iso);
    countries.values(|c| (c.iso, c.name, c.description, c.hits)).await.unwrap()
}
