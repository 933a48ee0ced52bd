//! Fifty loads of one relation, in the ways that code has to write them.

use futures::StreamExt;
use futures::future::join_all;
use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;

use crate::{Category, Product, Review, shop};

/// How many queries fifty loads are: one after another, all at once, eight at a time, and in tasks.
async fn queries(db: &Db, mode: FetchMode) -> Result<[usize; 4]> {
    let products = || async move { Product::objects(db).fetch_mode(mode).await };
    let mut counts = [0; 4];

    let some = products().await?;
    let recording = db.record_statements();
    for product in &some {
        assert_eq!(product.category.load(db).await?.id, product.category.key());
    }
    counts[0] = recording.statements().len();

    let some = products().await?;
    let recording = db.record_statements();
    for (product, loaded) in some.iter().zip(join_all(some.iter().map(|p| p.category.load(db))).await) {
        assert_eq!(loaded?.id, product.category.key());
    }
    counts[1] = recording.statements().len();

    let some = products().await?;
    let recording = db.record_statements();
    let loads = futures::stream::iter(&some).map(|p| p.category.load(db)).buffer_unordered(8);
    for loaded in loads.collect::<Vec<_>>().await {
        loaded?;
    }
    counts[2] = recording.statements().len();
    assert!(some.iter().all(|product| product.category.loaded().unwrap().id == product.category.key()));

    let some = products().await?;
    let recording = db.record_statements();
    let tasks = some.into_iter().map(|product| {
        let db = db.clone();
        tokio::spawn(async move {
            Ok::<_, querent::Error>((product.category.load(&db).await?.id, product.category.key()))
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        let (loaded, key) = task.await.unwrap()?;
        assert_eq!(loaded, key);
    }
    counts[3] = recording.statements().len();
    Ok(counts)
}

#[querent_testkit::test(models = [Review, crate::Detail])]
async fn fifty_loads_are_as_many_queries_as_the_mode_says(db: Db) -> Result<()> {
    shop(&db).await;
    assert_eq!(queries(&db, FetchMode::One).await?, [50, 50, 50, 50]);
    assert_eq!(queries(&db, FetchMode::Peers).await?, [1, 1, 1, 1]);
    let [one_by_one, at_once, eight_at_a_time, in_tasks] = queries(&db, FetchMode::Coalesce).await?;
    assert_eq!([one_by_one, at_once, eight_at_a_time], [50, 1, 7]);
    assert!((1..25).contains(&in_tasks), "{in_tasks}"); // 1 or 2 unless the machine is busy
    Ok(())
}

#[querent_testkit::test(models = [Review, crate::Detail])]
async fn the_query_is_that_of_a_prefetch(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    products[0].category.load(&db).await?;
    products[0].reviews.load(&db).await?;
    let lazily = recording.statements();
    let recording = db.record_statements();
    Product::objects(&db).prefetch_related(|p| (p.category, p.reviews)).await?;
    assert_eq!(lazily, recording.statements()[1..]);
    assert_eq!(
        lazily[0],
        "SELECT \"categories\".\"id\", \"categories\".\"name\", \"categories\".\"parent_id\" FROM \"categories\" \
         WHERE \"categories\".\"id\" = ANY($1)"
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, crate::Detail])]
async fn a_pool_has_a_mode_for_queries_that_do_not_say(db: Db) -> Result<()> {
    shop(&db).await;
    let db = db.to_builder().fetch_mode(FetchMode::Peers).build()?;
    let loads = |mode: Option<FetchMode>| {
        let query = Product::objects(&db);
        mode.map_or(query.clone(), |mode| query.fetch_mode(mode))
    };
    for (mode, expected) in [(None, 1), (Some(FetchMode::One), 50)] {
        let products = loads(mode).await?;
        let recording = db.record_statements();
        for product in &products {
            product.category.load(&db).await?;
        }
        assert_eq!(recording.statements().len(), expected, "{mode:?}");
    }
    let again = db.to_builder().build()?;
    let raw = Product::raw(&again, "SELECT * FROM products ORDER BY id", ()).await?;
    let all = again.assert_statements(1, join_all(raw.iter().map(|product| product.tags.load(&again))));
    assert!(all.await.into_iter().all(|tags| tags.is_ok_and(|tags| tags.len() == 3)));
    Ok(())
}

#[querent_testkit::test(models = [Review, crate::Detail])]
async fn rows_that_are_each_loaded_for_lead_to_such_rows_whatever_the_pool_has(db: Db) -> Result<()> {
    shop(&db).await;
    let db = db.to_builder().fetch_mode(FetchMode::Raise).build()?;
    let nested = async || -> Result<()> {
        let category = async || Category::objects(&db).fetch_mode(FetchMode::One).by_key(1).await;
        let of_manager = category().await?.products.objects(&db).await?;
        of_manager[0].tags.load(&db).await?;
        let loading = category().await?;
        loading.products.load(&db).await?[0].tags.load(&db).await?;
        let prefetching = category().await?;
        prefetch_related_objects(&db, [&prefetching], |c| c.products).await?;
        prefetching.products.loaded()?[0].tags.load(&db).await?;
        let unsaid = Category::objects(&db).by_key(1).await?;
        assert_eq!(unsaid.products.load(&db).await.unwrap_err().kind(), Kind::NotLoaded);
        Ok(())
    };
    querent::watch::setup(nested()).await?;
    querent::watch::capture(nested()).await.0
}

#[querent_testkit::test(models = [Review, crate::Detail])]
async fn loads_for_the_rows_of_two_results_are_two_queries(db: Db) -> Result<()> {
    shop(&db).await;
    let few = Product::objects(&db).filter(|p| p.id.lte(25)).fetch_mode(FetchMode::Coalesce).await?;
    let others = Product::objects(&db).filter(|p| p.id.gt(25)).fetch_mode(FetchMode::Coalesce).await?;
    let loads = join_all(few.iter().chain(&others).map(|product| product.category.load(&db)));
    for category in db.assert_statements(2, loads).await {
        category?;
    }
    Ok(())
}
