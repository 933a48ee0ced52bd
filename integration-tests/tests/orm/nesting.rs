//! Queries that a program builds: of any length, and of any depth either run or fail cleanly.

mod places;
mod terms;

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, shop};

const TERMS: i32 = 100_000;

/// A query that is nested too deeply fails without a statement, and says so.
async fn too_deep<M: Model, S: querent::queryset::Shape<M> + querent::queryset::Awaited>(
    db: &Db,
    query: QuerySet<M, S>,
) {
    let error = db.assert_statements(0, async { query.clone().await.map(drop) }).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("nested"), "{error}");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_condition_of_any_number_of_terms_runs_or_fails_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let all = (0..TERMS).fold(Q::<Product>::all(), |all, _| all & p.id.lte(p.stock));
    let sql = Product::objects(&db).filter(|_| all).sql()?; // which PostgreSQL would plan for half a minute
    assert_eq!(sql.matches(" AND ").count(), 99_999);
    let any = (0..TERMS).fold(Q::<Product>::all(), |any, _| p.id.lte(p.stock) | any);
    assert_eq!(Product::objects(&db).filter(|_| any).count().await?, 3);
    let bound = (0..TERMS).fold(Q::<Product>::all(), |any, n| any | p.id.eq(i64::from(n)));
    let error = Product::objects(&db).filter(|_| bound).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let mixed = (0..TERMS).fold(Q::<Product>::all(), |mixed, n| match n % 2 {
        0 => mixed & p.is_active,
        _ => mixed | p.stock.gt(0),
    });
    too_deep(&db, Product::objects(&db).filter(|_| mixed)).await;
    let negated = (0..TERMS).fold(p.stock.gt(0), |negated, _| !(negated & p.is_active));
    too_deep(&db, Product::objects(&db).exclude(|_| negated)).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn arithmetic_of_any_depth_runs_or_fails_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let deep = || (0..TERMS).fold(p.stock + 1, |sum, _| sum + 1);
    let small = (0..100).fold(p.stock + 1, |sum, _| sum + 1);
    assert_eq!(Product::objects(&db).filter(|_| small.clone().eq(106)).count().await?, 1);
    let all = || Product::objects(&db);
    too_deep(&db, all().filter(|_| deep().gt(0))).await;
    too_deep(&db, all().exclude(|_| small.between(1, deep()))).await;
    too_deep(&db, all().order_by(|_| deep())).await;
    too_deep(&db, all().values(|p| (p.id, deep()))).await;
    let error = all().update(|p| p.stock.set(deep())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let right = (0..TERMS).fold(p.stock + 1, |sum, _| p.stock - sum);
    too_deep(&db, all().filter(|_| right.clone().gt(0))).await;
    let date = (0..TERMS).fold(p.created_at.date(), |date, _| date.date());
    too_deep(&db, all().filter(|p| date.lt(p.updated_at.date()))).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_as_deep_as_it_may_be_runs(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let all = || Product::objects(&db);
    let sum = (0..495).fold(p.stock + 1, |sum, _| sum + 1);
    let negated = (0..245).fold(p.stock.gt(0), |negated, _| !(negated & p.is_active));
    let many = (0..245).fold(p.reviews.rating.gt(0), |negated, _| !(negated & p.is_active));
    let query = all().filter(|_| sum.clone().gt(501)).filter(|_| negated).exclude(|_| many).order_by(|_| sum);
    assert!(format!("{:?}", query.clone().await?).len() < 10_000);
    let slices = (0..45).fold(all(), |query, n| query.limit(100 - n).filter(|p| p.stock.gt(0)));
    assert_eq!(slices.clone().await?.len(), 4);
    let sets = (0..45).fold(all(), |inner, _| all().filter(|p| p.id.is_in(inner.values(|p| p.id))));
    assert_eq!(sets.clone().await?.len(), 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn slices_of_slices_run_or_fail_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let sliced = |times: u64| {
        (0..times).fold(Product::objects(&db), |query, n| query.limit(200_000 - n).filter(|p| p.stock.gt(0)))
    };
    assert_eq!(sliced(20).await?.len(), 4);
    too_deep(&db, sliced(TERMS as u64)).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn querysets_in_querysets_run_or_fail_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let keys = |times: i32| {
        (0..times).fold(Product::objects(&db), |inner, _| {
            Product::objects(&db).filter(|p| p.id.is_in(inner.values(|p| p.id)))
        })
    };
    assert_eq!(keys(20).await?.len(), 5);
    too_deep(&db, keys(TERMS)).await;
    let children = |times: i32| {
        (0..times).fold(Category::objects(&db), |inner, _| {
            Category::objects(&db).exclude(|c| c.parent.not_in(inner))
        })
    };
    assert_eq!((children(1).await?.len(), children(20).await?.len()), (1, 0));
    too_deep(&db, children(TERMS)).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn prefetches_in_prefetches_run_or_fail_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let c = Category::fields();
    let steps =
        |times: i32| (0..times).fold(c.children.all(), |inner, _| c.children.prefetch_related(|_| inner));
    let categories = Category::objects(&db).prefetch_related(|_| steps(20)).await?;
    assert_eq!(categories[2].children.loaded()?[0].children.loaded()?.len(), 0);
    too_deep(&db, Category::objects(&db).prefetch_related(|_| steps(TERMS))).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_call_for_each_of_too_many_related_rows_is_refused(db: Db) -> Result<()> {
    shop(&db).await;
    let tagged = |times: i32| {
        (0..times).fold(Product::objects(&db), |query, _| query.filter(|p| p.tags.name.eq(p.name)))
    };
    assert_eq!(tagged(3).count().await?, 0);
    for refused in [tagged(65_000).await.unwrap_err(), tagged(65_000).delete().await.unwrap_err()] {
        assert_eq!(refused.kind(), Kind::Misuse);
        assert!(refused.to_string().contains("joins more than 1000 tables"), "{refused}");
    }
    Ok(())
}
