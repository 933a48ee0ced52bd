//! The bare driver, as somebody would use it by hand who wants no allocation too many.

use std::pin::pin;

use futures::TryStreamExt;
use rust_decimal::Decimal;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row, Statement};

use crate::counted::least;

/// A product, written by hand.
#[derive(Debug)]
#[expect(dead_code, reason = "only made")]
pub(crate) struct Product {
    id: i64,
    category: i64,
    supplier: Option<i64>,
    name: String,
    price: Decimal,
    stock: i32,
}

impl Product {
    pub(crate) fn of(row: &Row) -> Product {
        Product {
            id: row.get(0),
            category: row.get(1),
            supplier: row.get(2),
            name: row.get(3),
            price: row.get(4),
            stock: row.get(5),
        }
    }
}

/// The columns of a product.
pub(crate) const COLUMNS: &str = "p.id, p.category_id, p.supplier_id, p.name, p.price, p.stock";

/// The allocations of a query for one row.
pub(crate) async fn one<T>(
    client: &Client,
    statement: &Statement,
    params: &[&(dyn ToSql + Sync)],
    decode: fn(&Row) -> T,
) -> u64 {
    least(async || decode(&client.query_one(statement, params).await.unwrap())).await
}

/// The allocations of a query for rows.
pub(crate) async fn many<T>(
    client: &Client,
    statement: &Statement,
    params: &[&(dyn ToSql + Sync)],
    decode: fn(&Row) -> T,
) -> u64 {
    least(async || {
        let mut rows = pin!(client.query_raw(statement, params.iter().copied()).await.unwrap());
        let mut decoded = Vec::new();
        while let Some(row) = rows.try_next().await.unwrap() {
            decoded.push(decode(&row));
        }
        decoded
    })
    .await
}
