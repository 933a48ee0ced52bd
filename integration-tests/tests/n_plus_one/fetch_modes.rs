//! What the watch says of loads that a fetch mode puts together, or does not.

use std::num::NonZeroUsize;

use futures::future::join_all;
use querent::prelude::*;
use querent::{FetchMode, Kind, Result};

use crate::{Category, Detail, Product, SILENT, Tag, fixes, lines_of, watched};

#[querent_testkit::test(models = [Detail])]
async fn a_load_for_all_rows_is_told_once_and_is_no_finding(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    for _ in 0..3 {
        for product in &Product::objects(&db).fetch_mode(FetchMode::Peers).order_by(|p| p.id).await? {
            product.category.load(&db).await?.products.load(&db).await?;
        }
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    let told = lines_of("auto_batched", start..=line!());
    let says = |field: &str| told.iter().map(|line| line[field].clone()).collect::<Vec<_>>();
    assert_eq!(says("relation"), ["Product.category", "Product.category.products"]);
    assert_eq!(says("level"), ["INFO", "INFO"]);
    assert_eq!((says("rows")[0].as_str(), says("rule")[0].as_str()), ("6", "lazy_relation"));
    assert!(told[0]["message"].starts_with("`Product.category` is loaded for 6 rows by one query, at "));
    assert!(told[0]["message"].contains("; add `.select_related(|p| p.category)` to the query at "));
    assert_eq!(
        says("fix"),
        [".select_related(|p| p.category)", ".prefetch_related(|p| p.category.products)"]
    );
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn what_a_mode_leaves_row_by_row_is_a_finding(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    for category in &Category::objects(&db).fetch_mode(FetchMode::Coalesce).await? {
        category.products.load(&db).await?;
    }
    assert_eq!(fixes(start..=line!()), [".prefetch_related(|c| c.products)"], "one after another");
    let work = db.atomic(async |tx| -> Result<u32> {
        let start = line!();
        let rows = Product::objects(tx).fetch_mode(FetchMode::Peers).stream();
        let mut rows = rows.chunk_size(NonZeroUsize::MIN);
        while let Some(product) = rows.try_next().await? {
            product.category.load(tx).await?; // the others are gone, or have not come
        }
        Ok(start)
    });
    let start = work.await?;
    assert_eq!(fixes(start..=line!()), [".select_related(|p| p.category)"]);
    let start = line!();
    let tags = Tag::objects(&db).fetch_mode(FetchMode::Raise).await?;
    for loaded in join_all(tags.iter().map(|tag| tag.products.load(&db))).await {
        assert_eq!(loaded.unwrap_err().kind(), Kind::NotLoaded);
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn a_load_for_all_that_nobody_takes_up_is_no_unused_eager_load(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    for _ in 0..3 {
        let products = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
        let mut load = products[0].tags.load(&db);
        while futures::poll!(&mut load).is_pending() {
            tokio::task::yield_now().await;
        }
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    Ok(())
}
