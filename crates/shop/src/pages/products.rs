//! Products: many, one, and many the slow way.

mod wanted;
mod stock;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use querent::prelude::*;

use crate::checked::Checked;
use crate::errors::Result;
use crate::models::{Product, ProductQuerySet};

use stock::StockChange;
use wanted::Wanted;

/// Lists products with their category, supplier, tags and latest reviews: three statements, in two flights.
pub async fn list(State(db): State<Db>, wanted: Wanted) -> Result<Json<Vec<Product>>> {
    Ok(Json(wanted.products(&db).in_full().await?))
}

/// Shows one product. The error of a query for one row that is not there is a 404 by itself.
pub async fn show(State(db): State<Db>, id: Result<Path<i64>, PathRejection>) -> Result<Json<Product>> {
    let Path(id) = id?;
    Ok(Json(Product::objects(&db).active().in_full().by_key(id).await?))
}

/// Adds to the stock of a product, or takes from it what was broken: the constraint of the model refuses what is not there.
pub async fn change_stock(
    State(db): State<Db>,
    id: Result<Path<i64>, PathRejection>,
    Checked(StockChange { change }): Checked<StockChange>,
) -> Result<Json<Product>> {
    let Path(id) = id?;
    let product = Product::objects(&db).active().filter(|p| p.id.eq(id));
    product.update(|p| p.stock.set(p.stock + change)).await?;
    Ok(Json(Product::objects(&db).active().in_full().by_key(id).await?))
}

/// Lists products as they should not be listed: one query for the products, and one more for each of them.
///
/// It works, so nobody would notice; Querent says so in the log, with the line that loads and the line to fix.
pub async fn list_slowly(State(db): State<Db>) -> Result<Json<Vec<Product>>> {
    let products = Product::objects(&db).active().limit(20).await?;
    for product in &products {
        product.category.load(&db).await?;
    }
    Ok(Json(products))
}
