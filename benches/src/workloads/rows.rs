//! A thousand rows of one table.

use std::pin::pin;

use benches::models::Product;
use futures::TryStreamExt;
use querent::{Db, Result};
use rust_decimal::Decimal;
use time::OffsetDateTime;
use tokio_postgres::{Client, Row, Statement};

pub(crate) const NAME: &str = "1,000 rows";

/// A row of `products` in a struct written by hand.
pub(crate) struct Plain {
    pub(crate) id: i64,
    pub(crate) category_id: i64,
    pub(crate) name: String,
    pub(crate) price: Decimal,
    pub(crate) stock: i32,
    pub(crate) is_active: bool,
    pub(crate) created_at: OffsetDateTime,
}

impl Plain {
    /// Reads the first seven columns.
    pub(crate) fn read(row: &Row) -> Result<Plain> {
        Ok(Plain {
            id: row.try_get(0)?,
            category_id: row.try_get(1)?,
            name: row.try_get(2)?,
            price: row.try_get(3)?,
            stock: row.try_get(4)?,
            is_active: row.try_get(5)?,
            created_at: row.try_get(6)?,
        })
    }

    /// Whether it is the same row.
    pub(crate) fn is(&self, product: &Product) -> bool {
        self.id == product.id
            && self.category_id == product.category.key()
            && self.name == product.name
            && self.price == product.price
            && self.stock == product.stock
            && self.is_active == product.is_active
            && self.created_at == product.created_at
    }
}

pub(crate) async fn prepare(client: &Client) -> Result<Statement> {
    let sql = "SELECT id, category_id, name, price, stock, is_active, created_at FROM products ORDER BY id LIMIT $1";
    Ok(client.prepare(sql).await?)
}

/// By hand: prepared once, decoded by position as the rows come.
pub(crate) async fn by_hand(client: &Client, statement: &Statement) -> Result<Vec<Plain>> {
    let mut rows = pin!(client.query_raw(statement, [1000_i64]).await?);
    let mut products = Vec::with_capacity(1000);
    while let Some(row) = rows.try_next().await? {
        products.push(Plain::read(&row)?);
    }
    Ok(products)
}

pub(crate) async fn by_querent(db: &Db) -> Result<Vec<Product>> {
    Product::objects(db).order_by(|p| p.id).limit(1000).await
}

/// Whether both ways have found the same.
pub(crate) fn agree(by_hand: &[Plain], by_querent: &[Product]) -> bool {
    by_hand.len() == 1000
        && by_hand.len() == by_querent.len()
        && by_hand.iter().zip(by_querent).all(|(plain, product)| plain.is(product))
}
