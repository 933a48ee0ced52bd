//! Orders: placed, and shown.

mod basket;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;
use querent::prelude::*;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::checked::Checked;
use crate::errors::{Error, Result};
use crate::models::{Order, OrderLine, OrderQuerySet, Product, ProductQuerySet};

use basket::{Basket, NewOrder};

/// An order as it is shown.
#[derive(Debug, Serialize)]
pub struct Receipt {
    #[serde(flatten)]
    order: Order,
    total: Decimal,
}

/// Shows an order with its lines.
pub async fn show(State(db): State<Db>, id: Result<Path<i64>, PathRejection>) -> Result<Json<Receipt>> {
    let Path(id) = id?;
    Ok(Json(receipt(&db, id).await?))
}

/// Places an order: all of it, or nothing. Whatever is in it, it is the same few statements.
///
/// Orders wait for each other and do not lose against each other. A migration of the tables may be in their way, or
/// somebody who locks in another order: then the order is placed once more.
pub async fn place(State(db): State<Db>, Checked(order): Checked<NewOrder>) -> Result<impl IntoResponse> {
    let (customer, basket) = order.into_parts();
    let receipt = db
        .transaction()
        .retry(3)
        .atomic(async |tx| -> Result<Receipt> {
            let products = take(tx, &basket).await?;
            let mut order = Order::draft().customer(&customer).create(tx).await?;
            let lines = products.iter().map(|product| {
                let line = OrderLine::draft().product(product).quantity(basket[&product.id]);
                line.unit_price(product.price)
            });
            order.lines.bulk_create(tx, lines).await?;
            receipt(tx, order.id).await
        })
        .await?;
    let location = format!("/orders/{}", receipt.order.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(receipt)))
}

/// Takes the products of a basket from the stock.
async fn take(tx: &Db, basket: &Basket) -> Result<Vec<Product>> {
    let mut products = Product::objects(tx)
        .active()
        .filter(|p| p.id.is_in(basket.keys().copied().collect::<Vec<_>>()))
        .order_by(|p| p.id) // everybody locks in this order, so nobody waits in a circle
        .select_for_update_with(|lock| lock.no_key()) // a review may be written meanwhile
        .await?;
    if let Some(id) = basket.keys().find(|id| products.iter().all(|product| product.id != **id)) {
        return Err(Error::NoProduct(*id));
    }
    for product in &mut products {
        let wanted = basket[&product.id];
        if product.stock < wanted {
            let name = product.name.clone();
            return Err(Error::SoldOut { product: product.id, name, wanted, left: product.stock });
        }
        product.stock -= wanted;
    }
    Product::objects(tx).bulk_update(&mut products, |p| p.stock).await?;
    Ok(products)
}

/// On `db` or in its transaction: it is the same type.
async fn receipt(db: &Db, id: i64) -> Result<Receipt> {
    let order = Order::objects(db).in_full().by_key(id).await?;
    Ok(Receipt { total: order.total()?, order })
}
