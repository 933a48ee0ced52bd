//! Chains of a hundred thousand terms, whichever way they grow.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, shop};

use super::{TERMS, too_deep};

/// A term without a value of its own, so that as many as one likes fit into a statement.
fn term() -> Q<Product> {
    let p = Product::fields();
    p.id.lte(p.stock)
}

fn terms() -> impl Iterator<Item = Q<Product>> {
    (0..TERMS).map(|_| term())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn any_of_many_terms_is_one_flat_chain_however_it_grows(db: Db) -> Result<()> {
    shop(&db).await;
    let in_place = terms().fold(Q::all(), |mut any, one| {
        any |= one;
        any
    });
    let halves = |of: fn(Q<Product>, Q<Product>) -> Q<Product>| {
        let mut level: Vec<_> = terms().collect();
        while level.len() > 1 {
            let mut pairs = level.into_iter();
            let mut next = Vec::new();
            while let Some(left) = pairs.next() {
                next.push(match pairs.next() {
                    Some(right) => of(left, right),
                    None => left,
                });
            }
            level = next;
        }
        level.remove(0)
    };
    for (way, chain) in [
        ("any_of", Q::any_of(terms())),
        ("|=", in_place),
        ("from the left", terms().fold(Q::all(), |any, one| any | one)),
        ("from the right", terms().fold(Q::all(), |any, one| one | any)),
        ("by halves", halves(|left, right| left | right)),
    ] {
        let query = Product::objects(&db).filter(|_| chain.clone());
        assert_eq!(query.sql()?.matches(" OR ").count(), 99_999, "{way}");
        assert_eq!(query.count().await?, 3, "{way}");
        drop(chain);
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn all_of_many_terms_is_one_flat_chain_however_it_grows(db: Db) -> Result<()> {
    let in_place = terms().fold(Q::all(), |mut all, one| {
        all &= one;
        all
    });
    for (way, chain) in [
        ("all_of", Q::all_of(terms())),
        ("&=", in_place),
        ("a list", Q::all() & terms().collect::<Vec<_>>()),
        ("from the right", terms().fold(Q::all(), |all, one| one & all)),
    ] {
        // PostgreSQL would plan it for half a minute.
        let sql = Product::objects(&db).filter(|_| chain.clone()).sql()?;
        assert_eq!(sql.matches(" AND ").count(), 99_999, "{way}");
    }
    let calls = terms().fold(Product::objects(&db), |query, one| query.filter(|_| one));
    assert_eq!(calls.clone().sql()?.matches(" AND ").count(), 99_999);
    let excluded = terms().fold(Product::objects(&db), |query, one| query.exclude(|_| one));
    assert_eq!(excluded.sql()?.matches("NOT").count(), 100_000);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_chain_of_either_but_not_both_runs_or_is_refused_by_the_server(db: Db) -> Result<()> {
    shop(&db).await;
    let odd = |terms: i32| (1..terms).fold(term(), |one, _| one ^ term());
    assert_eq!(Product::objects(&db).filter(|_| odd(1_001)).count().await?, 3);
    assert_eq!(Product::objects(&db).filter(|_| odd(1_000)).count().await?, 0);
    let in_place = terms().fold(Q::all(), |mut one, other| {
        one ^= other;
        one
    });
    let from_the_right = terms().fold(Q::all(), |one, other| other ^ one);
    for chain in [in_place, from_the_right] {
        match Product::objects(&db).filter(|_| chain.clone()).count().await {
            Ok(count) => assert_eq!(count, 0),
            Err(error) => assert_eq!(error.kind(), Kind::Database, "{error:?}"),
        }
    }
    assert_eq!(Product::objects(&db).count().await?, 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn more_values_than_a_statement_takes_are_refused_with_the_way_out(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let ids = |count: i64| Q::any_of((1..=count).map(|id| p.id.eq(id)));
    let all = || Product::objects(&db);
    assert_eq!(all().filter(|_| ids(65_535)).count().await?, 5);
    let updated = all().filter(|_| ids(65_536)).update(|p| p.stock.set(1));
    let deleted = all().filter(|_| ids(65_536)).delete();
    let case = (0..40_000).fold(when(p.id.eq(0), 0), |case, n| case.when(p.id.eq(n), 1)).otherwise(2);
    let refused = [
        db.assert_statements(0, all().filter(|_| ids(65_536))).await.unwrap_err(),
        db.assert_statements(0, all().filter(|_| ids(65_536)).count()).await.unwrap_err(),
        db.assert_statements(0, all().filter(|_| ids(65_536)).exists()).await.unwrap_err(),
        db.assert_statements(0, all().filter(|_| ids(65_535)).limit(3)).await.unwrap_err(),
        db.assert_statements(0, all().order_by(|_| case.clone())).await.unwrap_err(),
        db.assert_statements(0, all().annotate(|_| case.clone())).await.unwrap_err(),
        db.assert_statements(0, all().aggregate(|_| case.max())).await.unwrap_err(),
        db.assert_statements(0, updated).await.unwrap_err(),
        db.assert_statements(0, deleted).await.unwrap_err(),
    ];
    for error in refused {
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains("at most 65535 values"), "{error}");
        assert!(error.to_string().contains("`is_in`"), "{error}");
    }
    assert_eq!(all().filter(|p| p.id.is_in((1..=100_000).collect::<Vec<i64>>())).count().await?, 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_case_of_many_conditions_is_no_nesting(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let flat =
        (0..1_000).fold(when(p.stock.lt(p.id), p.id), |case, _| case.when(p.stock.eq(p.id), p.id)).end();
    assert_eq!(Product::objects(&db).values(|_| flat).await?.len(), 5);
    let long =
        (0..TERMS).fold(when(p.stock.lt(p.id), p.id), |case, _| case.when(p.stock.eq(p.id), p.id)).end();
    assert_eq!(Product::objects(&db).values(|_| long).sql()?.matches(" WHEN ").count(), 100_001);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn sums_of_many_terms_fail_cleanly_however_they_grow(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let all = || Product::objects(&db);
    let left = (0..TERMS).fold(p.stock + p.stock, |sum, _| sum + p.stock);
    let right = (0..TERMS).fold(p.stock + p.stock, |sum, _| p.stock + sum);
    let texts = (0..TERMS).fold(p.name.lower(), |text, _| text.lower());
    let parts = (0..TERMS).fold(p.note.coalesce(p.name), |text, _| text.coalesce(p.name));
    for sum in [left, right] {
        too_deep(&db, all().filter(|_| sum.clone().gt(0))).await;
        too_deep(&db, all().annotate(|_| sum.clone())).await;
        too_deep(&db, all().alias(|_| sum.clone()).order_by(|(_, sum)| sum)).await;
        too_deep(&db, all().values(|_| sum.clone()).distinct()).await;
        too_deep(&db, all().annotate(|_| sum.clone().max())).await;
        too_deep(&db, all().values(|_| when(sum.clone().gt(0), 1).otherwise(2))).await;
        let total = db.assert_statements(0, all().aggregate(|_| sum.sum())).await;
        assert_eq!(total.unwrap_err().kind(), Kind::Misuse);
    }
    too_deep(&db, all().order_by(|_| texts)).await;
    too_deep(&db, all().filter(|_| parts.contains("x"))).await;
    Ok(())
}
