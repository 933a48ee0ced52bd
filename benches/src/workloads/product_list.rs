//! The page of a shop: 50 products, each with its category, tags and reviews.

use std::collections::HashMap;
use std::pin::pin;

use benches::models::{Category, Product, Review, Tag};
use futures::TryStreamExt;
use futures::future::try_join;
use querent::{Db, Result};
use tokio_postgres::{Client, Row, Statement};

use super::rows::Plain;

pub(crate) const NAME: &str = "product list";

/// A product with all that the page shows, in structs written by hand.
pub(crate) struct Listed {
    product: Plain,
    category: (i64, String),
    tags: Vec<(i64, String)>,
    reviews: Vec<PlainReview>,
}

struct PlainReview {
    id: i64,
    product_id: i64,
    rating: i32,
    text: String,
}

pub(crate) struct Statements {
    products: Statement,
    tags: Statement,
    reviews: Statement,
}

pub(crate) async fn prepare(client: &Client) -> Result<Statements> {
    let products = client
        .prepare(
            "SELECT p.id, p.category_id, p.name, p.price, p.stock, p.is_active, p.created_at, c.id, c.name
             FROM products p JOIN categories c ON c.id = p.category_id
             WHERE p.is_active
             ORDER BY p.id
             LIMIT $1",
        )
        .await?;
    let tags = client
        .prepare(
            "SELECT pt.product_id, t.id, t.name
             FROM tags t JOIN products_tags pt ON pt.tag_id = t.id
             WHERE pt.product_id = ANY($1)
             ORDER BY t.name",
        )
        .await?;
    let reviews = client
        .prepare(
            "SELECT product_id, id, rating, text
             FROM reviews
             WHERE product_id = ANY($1)
             ORDER BY id",
        )
        .await?;
    Ok(Statements { products, tags, reviews })
}

/// By hand: one JOIN, then both relations in one flight, their rows moved to their products by an index of keys.
pub(crate) async fn by_hand(client: &Client, statements: &Statements) -> Result<Vec<Listed>> {
    let mut rows = pin!(client.query_raw(&statements.products, [50_i64]).await?);
    let mut listed: Vec<Listed> = Vec::with_capacity(50);
    while let Some(row) = rows.try_next().await? {
        let category = (row.try_get(7)?, row.try_get(8)?);
        listed.push(Listed { product: Plain::read(&row)?, category, tags: Vec::new(), reviews: Vec::new() });
    }
    let keys: Vec<i64> = listed.iter().map(|listed| listed.product.id).collect();
    let places: HashMap<i64, usize> = keys.iter().enumerate().map(|(place, key)| (*key, place)).collect();
    let tag = |row: &Row| Ok((row.try_get(1)?, row.try_get(2)?));
    let review = |row: &Row| {
        let product_id = row.try_get(0)?;
        Ok(PlainReview { id: row.try_get(1)?, product_id, rating: row.try_get(2)?, text: row.try_get(3)? })
    };
    let (tags, reviews) = try_join(
        children(client, &statements.tags, &keys, tag),
        children(client, &statements.reviews, &keys, review),
    )
    .await?;
    for (product, tag) in tags {
        listed[places[&product]].tags.push(tag);
    }
    for (product, review) in reviews {
        listed[places[&product]].reviews.push(review);
    }
    Ok(listed)
}

/// Rows with the key of their product, which is their first column.
async fn children<T>(
    client: &Client,
    statement: &Statement,
    keys: &[i64],
    read: impl Fn(&Row) -> Result<T>,
) -> Result<Vec<(i64, T)>> {
    let mut rows = pin!(client.query_raw(statement, [keys]).await?);
    let mut children = Vec::new();
    while let Some(row) = rows.try_next().await? {
        children.push((row.try_get(0)?, read(&row)?));
    }
    Ok(children)
}

pub(crate) async fn by_querent(db: &Db) -> Result<Vec<Product>> {
    Product::objects(db)
        .filter(|p| p.is_active)
        .order_by(|p| p.id)
        .limit(50)
        .select_related(|p| p.category)
        .prefetch_related(|p| (p.tags.order_by(|t| t.name), p.reviews.order_by(|r| r.id)))
        .await
}

/// Whether both ways have found the same.
pub(crate) fn agree(by_hand: &[Listed], by_querent: &[Product]) -> bool {
    by_hand.len() == 50
        && by_hand.len() == by_querent.len()
        && by_hand.iter().zip(by_querent).all(|(listed, product)| listed.is(product).is_ok_and(|same| same))
}

impl Listed {
    fn is(&self, product: &Product) -> Result<bool> {
        let category: &Category = product.category.loaded()?;
        let (tags, reviews) = (product.tags.loaded()?, product.reviews.loaded()?);
        Ok(self.product.is(product)
            && (self.category.0, &self.category.1) == (category.id, &category.name)
            && self.tags.len() == tags.len()
            && self.reviews.len() == reviews.len()
            && self
                .tags
                .iter()
                .zip(tags)
                .all(|((id, name), tag): (_, &Tag)| *id == tag.id && *name == tag.name)
            && self.reviews.iter().zip(reviews).all(|(plain, review)| plain.is(review)))
    }
}

impl PlainReview {
    fn is(&self, review: &Review) -> bool {
        self.id == review.id
            && self.product_id == review.product.key()
            && self.rating == review.rating
            && self.text == review.text
    }
}
