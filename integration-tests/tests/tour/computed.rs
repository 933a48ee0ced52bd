//! The tour: what is computed for each row, and queries inside queries.

use querent::prelude::*;
use rust_decimal::{Decimal, dec};

use crate::models::{Category, Product, ProductQuerySet};
use crate::queries::cheap;

pub async fn stats(db: Db) -> querent::Result<Vec<(Category, (i64, Option<Decimal>))>> {
    let stats: Vec<(Category, (i64, Option<Decimal>))> = Category::objects(&db)
        .annotate(|c| (c.products.count(), c.products.price.avg()))
        .filter(|(c, (n, _))| n.gt(1) & c.name.icontains("e")) // HAVING where it must be
        .order_by(|(_, (_, average))| average.desc())
        .await?;
    Ok(stats)
}

/// Each `annotate` adds one element to the row and to what later closures receive.
pub async fn grown(db: Db) -> querent::Result<Vec<(Category, i64, i64)>> {
    Category::objects(&db).annotate(|c| c.products.count()).annotate(|(_, n)| n * 2).await
}

pub async fn grouped(db: Db) -> querent::Result<Vec<(String, i64)>> {
    Product::objects(&db)
        .values(|p| p.category.name)
        .annotate(|p| p.id.count())
        .order_by(|(_, n)| n.desc())
        .await
}

pub async fn totals(db: Db) -> querent::Result<(Option<Decimal>, i64)> {
    Product::objects(&db).active().aggregate(|p| (p.price.sum(), p.id.count())).await
}

/// Correlated subqueries say whose inside they are.
pub async fn correlated(db: Db) -> querent::Result<(Vec<Category>, Vec<Category>, Vec<Product>)> {
    let in_stock = Category::objects(&db)
        .filter(|c| exists(Product::within(c).filter(|p| p.category.eq(c.id) & p.stock.gt(0))))
        .await?;
    let complete = Category::objects(&db).filter(|c| !exists(c.products.filter(|p| p.stock.eq(0)))).await?;
    let dearer_exists = Product::objects(&db)
        .filter(|p| exists(Product::within(p).filter(|q| q.category.eq(p.category) & q.price.gt(p.price))))
        .await?;
    Ok((in_stock, complete, dearer_exists))
}

pub async fn newest_rating(db: Db) -> querent::Result<Vec<(Product, Option<i32>)>> {
    Product::objects(&db)
        .annotate(|p| subquery(p.reviews.order_by(|r| r.id.desc()).values(|r| r.rating)))
        .order_by(|(p, _)| p.id)
        .await
}

/// A reusable condition works annotated and in subqueries, too.
pub async fn reused(db: Db) -> querent::Result<(i64, i64)> {
    let annotated =
        Product::objects(&db).annotate(|p| p.reviews.count()).filter(|(p, _)| cheap(p)).count().await?;
    let inside = Category::objects(&db)
        .filter(|c| exists(Product::within(c).filter(|p| p.category.eq(c.id) & cheap(p))))
        .count()
        .await?;
    Ok((annotated, inside))
}

/// A named piece of a row.
#[derive(Values, Debug, PartialEq)]
pub struct Card {
    pub name: String,
    pub supplier: Option<String>,
    pub reviews: i64,
}

pub async fn cards(db: Db) -> querent::Result<Vec<Card>> {
    Product::objects(&db)
        .order_by(|p| p.price)
        .limit(2)
        .values(|p| CardValues { name: p.name, supplier: p.supplier.name, reviews: p.reviews.all().count() })
        .await
}

/// The prices that are not the usual ones.
pub fn dear<P: Path<Model = Product>>(p: crate::models::ProductFields<P>) -> Q<P::Scope> {
    p.price.gt(dec!(1000))
}

pub async fn shares(db: Db) -> querent::Result<Vec<(i64, i64)>> {
    Category::objects(&db)
        .values(|c| (c.products.count(), c.products.count().filter(dear(*c.products))))
        .await
}
