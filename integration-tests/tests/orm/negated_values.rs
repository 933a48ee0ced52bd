//! Negated conditions inside values speak of the row that is joined, and not of any related row.

use querent::Result;
use querent::prelude::*;

use crate::models::{Category, Detail, Product, Review, shop};

fn named<const N: usize>(counts: [(&str, i64); N]) -> Vec<(String, i64)> {
    counts.map(|(name, n)| (name.to_owned(), n)).into()
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_in_the_filter_of_an_aggregate_speaks_of_the_rows_that_are_aggregated(
    db: Db,
) -> Result<()> {
    shop(&db).await;
    let others = Category::objects(&db)
        .annotate(|c| c.products.reviews.count().filter(!c.products.reviews.rating.eq(5)))
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n));
    let sql = others.sql()?;
    assert!(sql.contains("FILTER (WHERE \"reviews\".\"rating\" IS DISTINCT FROM $1)"), "{sql}");
    assert_eq!(others.await?, named([("Electronics", 1), ("Audio", 4), ("Books", 0), ("Empty", 0)]));
    let neither = Category::objects(&db)
        .annotate(|c| {
            let rating = c.products.reviews.rating;
            c.products.reviews.count().filter(!(rating.eq(5) | rating.is_in([2, 4])))
        })
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n));
    assert_eq!(neither.await?, named([("Electronics", 0), ("Audio", 2), ("Books", 0), ("Empty", 0)]));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_joins_the_rows_that_it_speaks_of_where_nothing_else_does(db: Db) -> Result<()> {
    shop(&db).await;
    // A category without products has one row, of which nothing is known to be active.
    let expected = named([("Electronics", 0), ("Audio", 0), ("Books", 1), ("Empty", 1)]);
    let filtered = Category::objects(&db)
        .annotate(|c| c.id.count().filter(!c.products.is_active))
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n));
    assert_eq!(filtered.await?, expected);
    let summed = Category::objects(&db)
        .annotate(|c| when(!c.products.is_active, 1).otherwise(0).sum())
        .order_by(|(c, _)| c.id)
        .values(|(c, n)| (c.name, n.coalesce(0i64)));
    assert_eq!(summed.await?, expected);
    let pairs = Product::objects(&db)
        .annotate(|p| when(!p.tags.name.eq("sale"), 1).otherwise(0).sum())
        .order_by(|(p, _)| p.id)
        .values(|(_, n)| n.coalesce(0i64));
    assert_eq!(pairs.await?, [1i64, 0, 1, 1, 1]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_in_an_aggregate_beside_one_of_other_rows_speaks_of_its_own(db: Db) -> Result<()> {
    shop(&db).await;
    let counts = Product::objects(&db)
        .annotate(|p| (p.reviews.count().filter(!p.reviews.rating.eq(2)), p.tags.count()))
        .order_by(|(p, _)| p.id)
        .values(|(_, (others, tags))| (others, tags));
    assert_eq!(counts.await?, [(3, 2), (1, 1), (0, 0), (0, 2), (0, 0)]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_negation_in_a_value_of_rows_is_true_of_each_joined_row_by_itself(db: Db) -> Result<()> {
    shop(&db).await;
    let told = Category::objects(&db)
        .annotate(|c| !c.products.is_active)
        .filter(|(c, _)| c.name.eq("Books"))
        .order_by(|(c, _)| c.products.name)
        .values(|(c, dormant)| (c.products.name, dormant));
    let row = |name: &str, dormant: bool| (Some(name.to_owned()), Some(dormant));
    assert_eq!(told.clone().count().await?, 2);
    assert_eq!(told.await?, [row("Atlas", true), row("Novel", false)]);
    let chosen = Category::objects(&db)
        .values(|c| (c.products.name, when(!c.products.stock.gt(5), "few").otherwise("many")))
        .filter(|c| c.name.eq("Audio"))
        .order_by(|c| (!c.products.stock.gt(3), c.products.name));
    let row = |name: &str, kind: &str| (Some(name.to_owned()), kind.to_owned());
    assert_eq!(chosen.await?, [row("Radio", "few"), row("Headset", "few")]);
    let without = Category::objects(&db).exclude(|c| when(!c.products.is_active, 1).otherwise(0).eq(1));
    assert_eq!(without.values(|c| c.name).await?, ["Audio", "Electronics"], "a condition asks of any row");
    Ok(())
}
