//! Which products a query string asks for.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use querent::Order;
use querent::prelude::*;
use rust_decimal::Decimal;

use crate::errors::{Error, Result};
use crate::models::{Product, ProductQuerySet};
use crate::parameters::{Parameters, number, price, text, yes_or_no};

/// How many products are listed unless the query string says otherwise.
const PAGE: u64 = 20;

/// Which products a query string asks for; what it does not mention is `None`.
#[derive(Debug)]
pub struct Wanted {
    search: Option<String>,
    category: Option<String>,
    supplier: Option<String>,
    tags: Vec<String>,
    min_price: Option<Decimal>,
    max_price: Option<Decimal>,
    in_stock: Option<bool>,
    order_by: Option<Vec<Order<Product>>>,
    limit: Option<u64>,
    offset: Option<u64>,
}

impl Wanted {
    /// The query. A condition that is `None` is no condition at all.
    pub(super) fn products(self, db: &Db) -> QuerySet<Product> {
        let by_name = || vec![Product::fields().name.asc()];
        let mut products = Product::objects(db)
            .active()
            .filter(|p| self.search.map(|text| p.name.icontains(&text) | p.category.name.icontains(&text)))
            .filter(|p| self.category.map(|name| p.category.name.iexact(name)))
            .filter(|p| self.supplier.map(|name| p.supplier.name.iexact(name)))
            .filter(|p| self.min_price.map(|price| p.price.gte(price)))
            .filter(|p| self.max_price.map(|price| p.price.lte(price)))
            .filter(|p| self.in_stock.map(|yes| if yes { p.stock.gt(0) } else { p.stock.eq(0) }));
        for tag in self.tags {
            // One call speaks of one and the same tag, so each name gets a call of its own.
            products = products.filter(|p| p.tags.name.eq(tag));
        }
        products
            .order_by(|p| (self.order_by.unwrap_or_else(by_name), p.id))
            .offset(self.offset)
            .limit(self.limit.unwrap_or(PAGE))
    }
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self> {
        let mut given = Parameters::of(&parts.uri)?;
        let wanted = Wanted {
            search: given.one("search", text)?,
            category: given.one("category", text)?,
            supplier: given.one("supplier", text)?,
            tags: given.all("tag", text)?,
            min_price: given.one("min_price", price)?,
            max_price: given.one("max_price", price)?,
            in_stock: given.one("in_stock", yes_or_no)?,
            order_by: given.one("order_by", orders)?,
            limit: given.one("limit", number(1..=100))?,
            offset: given.one("offset", number(0..=1_000_000))?,
        };
        given.end()?;
        Ok(wanted)
    }
}

type MakeOrder = fn(Fields<Product>) -> Order<Product>;

/// The orders that a query string can name, as Django writes them.
const ORDERS: [(&str, MakeOrder); 8] = [
    ("name", |p| p.name.asc()),
    ("-name", |p| p.name.desc()),
    ("price", |p| p.price.asc()),
    ("-price", |p| p.price.desc()),
    ("stock", |p| p.stock.asc()),
    ("-stock", |p| p.stock.desc()),
    ("created_at", |p| p.created_at.asc()),
    ("-created_at", |p| p.created_at.desc()),
];

/// `-price,name`
fn orders(text: &str) -> Result<Vec<Order<Product>>, String> {
    let order = |name: &str| ORDERS.iter().find(|(known, _)| *known == name);
    let orders = text.split(',').map(|name| order(name).map(|(_, order)| order(Product::fields())));
    orders.collect::<Option<_>>().ok_or_else(|| {
        format!("it is one or more of {}, with commas between", ORDERS.map(|(known, _)| known).join(", "))
    })
}
