//! The first row of each of several groups.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, Supplier, Tag, names, shop};

/// The dearest product of each category: Headset, Atlas, Lamp.
fn dearest(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| (p.category.key(), p.price.desc())).distinct_on(|p| p.category.key())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn distinct_on_keeps_the_first_row_of_each_group_in_the_given_order(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(names(&dearest(&db).await?), ["Lamp", "Headset", "Atlas"]);
    let cheapest = Product::objects(&db)
        .order_by(|p| (p.category.name.desc(), p.is_active, p.price))
        .distinct_on(|p| (p.is_active, p.category.name));
    assert_eq!(names(&cheapest.await?), ["Lamp", "Atlas", "Novel", "Radio"]);
    let values = dearest(&db).values(|p| (p.category.name, p.name)).await?;
    let expected = [("Electronics", "Lamp"), ("Audio", "Headset"), ("Books", "Atlas")];
    assert_eq!(values, expected.map(|(category, name)| (category.to_owned(), name.to_owned())));
    let one = Product::objects(&db).distinct_on(|p| p.category.key());
    assert_eq!(one.await?.len(), 3, "which ones is not said without an order");
    assert_eq!(
        Product::objects(&db).order_by(|p| p.stock).distinct_on(|p| p.stock).values(|p| p.id).sql()?,
        "SELECT DISTINCT ON (\"products\".\"stock\") \"products\".\"id\" FROM \"products\" ORDER BY \
         \"products\".\"stock\"",
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_counted_sliced_and_loaded_are_the_rows_that_are_kept(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(dearest(&db).count().await?, 3);
    assert!(dearest(&db).exists().await?);
    assert_eq!(names(&dearest(&db).limit(2).await?), ["Lamp", "Headset"]);
    assert_eq!(dearest(&db).offset(1).count().await?, 2);
    assert_eq!(names(&dearest(&db).limit(2).filter(|p| p.stock.gt(0)).await?), ["Headset"]);
    assert_eq!(dearest(&db).aggregate(|p| p.stock.sum()).await?, Some(11));
    let loaded = dearest(&db).select_related(|p| p.category).prefetch_related(|p| p.reviews);
    let loaded = db.assert_statements(2, loaded).await?;
    assert_eq!(loaded[1].category.loaded()?.name, "Audio");
    assert_eq!(loaded[1].reviews.loaded()?.len(), 2);
    let inside = Review::objects(&db).filter(|r| r.product.is_in(dearest(&db)));
    assert_eq!(inside.count().await?, 3);
    let either = dearest(&db).union(Product::objects(&db).filter(|p| p.name.eq("Novel"))).order_by(|p| p.id);
    assert_eq!(names(&either.await?), ["Lamp", "Atlas", "Headset", "Novel"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_last_of_the_kept_rows_is_one_of_them(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(dearest(&db).first().await?.unwrap().name, "Lamp");
    assert_eq!(dearest(&db).last().await?.unwrap().name, "Atlas");
    assert_eq!(names(&dearest(&db).reverse().await?), ["Atlas", "Headset", "Lamp"]);
    let unordered = Product::objects(&db).distinct_on(|p| p.category.key());
    assert_eq!(unordered.clone().first().await?.unwrap().name, "Lamp", "by the values, then by key");
    assert_eq!(unordered.last().await?.unwrap().name, "Atlas");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn the_first_rows_that_are_prefetched_are_those_of_each_parent(db: Db) -> Result<()> {
    shop(&db).await;
    let suppliers = Supplier::objects(&db).order_by(|s| s.id).prefetch_related(|s| {
        let dearest = s.products.order_by(|p| (p.is_active, p.price.desc())).distinct_on(|p| p.is_active);
        (dearest, s.backs_up.all().distinct_on(|p| p.category.key()))
    });
    let suppliers = db.assert_statements(3, suppliers).await?;
    assert_eq!(names(suppliers[0].products.loaded()?), ["Headset"]);
    assert_eq!(names(suppliers[1].products.loaded()?), ["Lamp"]);
    assert_eq!(suppliers[0].backs_up.loaded()?.len(), 2);
    let tags = Tag::objects(&db).prefetch_related(|t| {
        t.products.order_by(|p| (p.category.key(), p.price)).distinct_on(|p| p.category.key())
    });
    let tags = tags.await?; // new, rare, sale
    assert_eq!(names(tags[0].products.loaded()?), ["Radio"]);
    assert_eq!(names(tags[2].products.loaded()?), ["Lamp", "Radio"]);
    let mut own = suppliers[0].products.objects(&db).order_by(|p| (p.category.key(), p.price));
    own = own.distinct_on(|p| p.category.key());
    assert_eq!(names(&own.await?), ["Radio"]);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn an_order_that_begins_with_something_else_is_misuse(db: Db) -> Result<()> {
    shop(&db).await;
    let wrong =
        Product::objects(&db).order_by(|p| (p.price, p.category.key())).distinct_on(|p| p.category.key());
    let error = db.assert_statements(0, wrong).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert!(error.to_string().contains("must name what `order_by` orders by first"), "{error}");
    let fewer = Product::objects(&db).order_by(|p| p.stock).distinct_on(|p| (p.stock, p.name));
    assert_eq!(fewer.await?.len(), 5, "an order of the first of the values only");
    let refused = db.assert_statements(0, dearest(&db).delete()).await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Misuse);
    let aliased = Product::objects(&db)
        .alias(|p| p.price * 2)
        .order_by(|(p, twice)| (twice, p.id))
        .distinct_on(|(_, twice)| twice);
    assert_eq!(aliased.await?.len(), 5);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_row_that_is_not_kept_is_not_found_by_its_key(db: Db) -> Result<()> {
    shop(&db).await;
    assert!(dearest(&db).contains(4).await?);
    assert!(!dearest(&db).contains(1).await?, "the radio is not the dearest of its category");
    assert_eq!(dearest(&db).by_key(4).await?.name, "Headset");
    assert!(dearest(&db).by_key(1).optional().await?.is_none());
    let loaded = dearest(&db).select_related(|p| p.category).prefetch_related(|p| p.reviews);
    let found = db.assert_statements(2, loaded.in_bulk([1, 4, 5])).await?;
    assert_eq!(found.keys().collect::<Vec<_>>(), [&4]);
    assert_eq!(found[&4].category.loaded()?.name, "Audio");
    assert_eq!(dearest(&db).in_bulk_by(|p| p.id, [1, 3]).await?.into_keys().collect::<Vec<_>>(), [3]);
    assert_eq!(dearest(&db).in_bulk_all().await?.len(), 3);
    Ok(())
}
