//! Orders and their lines.

use querent::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;
use time::OffsetDateTime;
use time::serde::rfc3339;

use super::catalogue::Product;

#[derive(Model, Debug, Clone, Serialize)]
#[model(table = "orders", ordering = [-placed_at])]
pub struct Order {
    pub id: i64,
    #[field(max_length = 200)]
    pub customer: String,
    #[field(default = sql("now()"))]
    #[serde(with = "rfc3339")]
    pub placed_at: OffsetDateTime,
    #[relation(by = order)]
    pub lines: HasMany<OrderLine>,
}

#[derive(Model, Debug, Clone, Serialize)]
#[model(
    table = "order_lines",
    ordering = [id],
    check(quantity_positive = "quantity > 0", unit_price_not_negative = "unit_price >= 0"),
)]
pub struct OrderLine {
    pub id: i64,
    #[serde(skip)]
    #[relation(on_delete = Cascade)]
    pub order: ForeignKey<Order>,
    #[relation(on_delete = Restrict)]
    pub product: ForeignKey<Product>,
    pub quantity: i32,
    /// What the product cost when it was ordered.
    #[field(max_digits = 10, decimal_places = 2)]
    pub unit_price: Decimal,
}

impl Order {
    /// What is to be paid; its lines must be loaded.
    pub fn total(&self) -> querent::Result<Decimal> {
        Ok(self.lines.loaded()?.iter().map(|line| line.unit_price * Decimal::from(line.quantity)).sum())
    }
}

#[queryset]
impl QuerySet<Order> {
    /// With its lines and their products.
    pub fn in_full(self) -> Self {
        self.prefetch_related(|o| o.lines.select_related(|line| line.product))
    }
}
