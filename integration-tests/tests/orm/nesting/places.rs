//! Conditions that are nested a hundred thousand deep, and where they may stand: nothing overflows the stack, not even
//! when it is cloned, printed or dropped.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, shop};

use super::{TERMS, too_deep};

/// `NOT (NOT (… AND active) AND active)`, so deep that no tree of it is kept.
fn deep() -> Q<Product> {
    let p = Product::fields();
    (0..TERMS).fold(p.stock.gt(p.id), |deep, _| !(deep & p.is_active))
}

#[querent_testkit::test(models = [Review, Detail])]
async fn negations_of_negations_cancel_each_other_and_mixed_ones_are_refused(db: Db) -> Result<()> {
    shop(&db).await;
    let nots = (0..TERMS).fold(Product::fields().stock.gt(4), |condition, _| !condition);
    assert_eq!(Product::objects(&db).filter(|_| nots).count().await?, 3, "an even number of them is none");
    let p = Product::fields();
    let alternating = (0..TERMS).fold(p.stock.gt(4), |deep, n| match n % 3 {
        0 => deep & p.is_active,
        1 => p.is_active | deep,
        _ => deep ^ p.is_active,
    });
    too_deep(&db, Product::objects(&db).filter(|_| alternating)).await;
    let kept = deep();
    assert!(format!("{:?}", kept.clone()).len() < 1_000);
    drop(kept);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_deep_condition_is_refused_wherever_it_stands(db: Db) -> Result<()> {
    shop(&db).await;
    let all = || Product::objects(&db);
    too_deep(&db, all().filter(|_| deep())).await;
    too_deep(&db, all().exclude(|_| deep())).await;
    too_deep(&db, all().values(|_| when(deep(), 1).otherwise(2))).await;
    too_deep(&db, all().values(|_| deep())).await;
    too_deep(&db, all().annotate(|_| when(deep(), "x").end())).await;
    too_deep(&db, all().alias(|_| when(deep(), "x").end()).filter(|(_, x)| x.eq("x"))).await;
    too_deep(&db, all().order_by(|_| when(deep(), 1).end())).await;
    too_deep(&db, all().distinct_on(|_| when(deep(), 1).end())).await;
    too_deep(&db, all().annotate(|p| p.id.count().filter(deep()))).await;
    too_deep(&db, all().values(|p| p.category.key()).annotate(|p| p.stock.sum().filter(deep()))).await;
    too_deep(&db, all().annotate(|p| p.stock.sum().default(0).filter(deep()) + 1)).await;
    too_deep(&db, all().limit(3).filter(|_| deep())).await;
    too_deep(&db, all().filter(|_| deep()).limit(3).annotate(|p| p.reviews.count())).await;
    too_deep(&db, all().union(all().filter(|_| deep()))).await;
    too_deep(&db, all().filter(|_| deep()).union(all())).await;
    too_deep(&db, Review::objects(&db).filter(|r| r.product.is_in(all().filter(|_| deep())))).await;
    too_deep(&db, Category::objects(&db).filter(|c| exists(c.products.filter(|_| deep())))).await;
    too_deep(&db, Category::objects(&db).annotate(|c| c.products.filter(|_| deep()).count())).await;
    too_deep(&db, Category::objects(&db).annotate(|c| array(c.products.filter(|_| deep()).values(|p| p.id))))
        .await;
    too_deep(
        &db,
        Category::objects(&db).annotate(|c| subquery(c.products.values(|_| when(deep(), 1).end()))),
    )
    .await;
    let prefetched = Category::objects(&db).prefetch_related(|c| c.products.filter(|_| deep()));
    assert_eq!(prefetched.await.unwrap_err().kind(), Kind::Misuse);
    let joined = Category::objects(&db).filtered_relation(|c| c.products.filter(|_| deep()));
    too_deep(&db, joined.filter(|(_, some)| some.is_not_null())).await;
    for error in [
        db.assert_statements(0, all().filter(|_| deep()).count()).await.unwrap_err(),
        db.assert_statements(0, all().filter(|_| deep()).first()).await.map(drop).unwrap_err(),
        db.assert_statements(0, all().get(|_| deep())).await.map(drop).unwrap_err(),
        db.assert_statements(0, all().filter(|_| deep()).delete()).await.unwrap_err(),
        db.assert_statements(0, all().filter(|_| deep()).update(|p| p.stock.set(1))).await.unwrap_err(),
        db.assert_statements(0, all().update(|p| p.stock.set(when(deep(), 1).otherwise(2))))
            .await
            .unwrap_err(),
        db.assert_statements(0, all().aggregate(|p| p.id.count().filter(deep()))).await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), Kind::Misuse);
        assert!(error.to_string().contains("nested more than 500 levels deep"), "{error}");
    }
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_holds_itself_again_and_again_is_refused(db: Db) -> Result<()> {
    shop(&db).await;
    let p = Product::fields();
    let all = || Product::objects(&db);
    let cases = (0..TERMS)
        .fold(when(p.is_active, p.stock).otherwise(0), |inner, _| when(inner.gt(0), p.stock).otherwise(1));
    too_deep(&db, all().values(|_| cases)).await;
    let others = (0..TERMS).fold(when(p.is_active, p.stock).otherwise(0), |inner, _| {
        when(p.is_active, p.stock).otherwise(inner)
    });
    too_deep(&db, all().annotate(|_| others)).await;
    let keys = (0..TERMS)
        .fold(all().values(|p| p.id), |inner, _| all().filter(|p| p.id.is_in(inner)).values(|p| p.id));
    too_deep(&db, keys).await;
    let unions = (0..TERMS).fold(all(), |either, _| all().union(either));
    too_deep(&db, unions).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn many_annotations_of_annotations_run_or_fail_cleanly(db: Db) -> Result<()> {
    shop(&db).await;
    let doubled = Product::objects(&db)
        .alias(|p| p.stock + 1)
        .alias(|(_, a)| a + a)
        .alias(|(_, b)| b + b)
        .alias(|(_, c)| c + c)
        .alias(|(_, d)| d + d)
        .alias(|(_, e)| e + e)
        .filter(|(_, f)| f.gt(0));
    assert_eq!(doubled.await?.len(), 5);
    Ok(())
}
