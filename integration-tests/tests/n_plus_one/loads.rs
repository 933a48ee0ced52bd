//! Relations that are loaded into their slots.

use futures::StreamExt;
use futures::future::try_join_all;
use querent::Result;
use querent::prelude::*;
use tracing::Level;

use crate::{Category, Detail, Product, SILENT, Tag, fixes, warnings, watched};

#[querent_testkit::test(models = [Detail])]
async fn the_second_sibling_loaded_from_one_line_is_one_warning(db: Db) -> Result<()> {
    watched(&db).await;
    let query = line!() + 1;
    let products = Product::objects(&db).order_by(|p| p.id).await?;
    let load = line!() + 2;
    for (at, product) in products.iter().enumerate() {
        product.category.load(&db).await?;
        assert_eq!(warnings(load..=load).len(), usize::from(at > 0));
    }
    let warning = &warnings(load..=load)[0];
    let says = |field: &str| warning[field].as_str();
    assert_eq!((says("level"), says("target")), (Level::WARN.as_str(), "querent::n_plus_one"));
    assert_eq!((says("relation"), says("loads"), says("siblings")), ("Product.category", "2", "6"));
    assert_eq!(says("loaded_at"), format!("{}:{load}:26", file!()));
    assert_eq!(says("query_at"), format!("{}:{query}:61", file!()));
    assert_eq!(says("fix"), ".select_related(|p| p.category)");
    let file = file!();
    let begins = format!(
        "N+1: `Product.category` is loaded one row at a time, at {file}:{load}:26: 2 queries for 2 of 6 rows, "
    );
    let ends = format!("; add `.select_related(|p| p.category)` to the query at {file}:{query}:61");
    assert!(says("message").starts_with(&begins) && says("message").ends_with(&ends), "{}", says("message"));
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn every_kind_of_relation_is_watched(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    for product in &Product::objects(&db).await? {
        product.tags.load(&db).await?;
        product.detail.load(&db).await?;
    }
    for category in &Category::objects(&db).await? {
        category.products.load(&db).await?;
    }
    for detail in &Detail::objects(&db).await? {
        detail.product.load(&db).await?;
    }
    let expected = [
        ".prefetch_related(|p| p.tags)",
        ".select_related(|p| p.detail)",
        ".prefetch_related(|c| c.products)",
        ".select_related(|d| d.product)",
    ];
    assert_eq!(fixes(start..=line!()), expected);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn rows_that_one_relation_leads_to_are_siblings_too(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    for product in &Product::objects(&db).await? {
        let category = product.category.load(&db).await?;
        category.parent.load(&db).await?;
    }
    let expected = [".select_related(|p| p.category)", ".select_related(|p| p.category.parent)"];
    assert_eq!(fixes(start..=line!()), expected, "one warning for each step");
    let start = line!();
    for product in &Product::objects(&db).select_related(|p| p.category).await? {
        product.category.loaded()?.parent.load(&db).await?;
    }
    for category in &Category::objects(&db).prefetch_related(|c| c.products).await? {
        for product in category.products.loaded()? {
            product.tags.load(&db).await?;
        }
    }
    for product in &Product::objects(&db).prefetch_related(|p| p.detail).await? {
        if let Some(detail) = product.detail.loaded()? {
            detail.product.load(&db).await?;
        }
    }
    for product in &Product::objects(&db).prefetch_related(|p| p.category).await? {
        product.category.loaded()?.products.load(&db).await?;
    }
    for detail in &Detail::objects(&db).await? {
        for tag in detail.product.load(&db).await?.tags.load(&db).await? {
            tag.products.load(&db).await?;
        }
    }
    for product in &Product::objects(&db).await? {
        if let Some(detail) = product.detail.load(&db).await? {
            detail.product.load(&db).await?;
        }
    }
    let expected = [
        ".select_related(|p| p.category.parent)",
        ".prefetch_related(|c| c.products.tags)",
        ".select_related(|p| p.detail.product)",
        ".prefetch_related(|p| p.category.products)",
        ".prefetch_related(|d| d.product.tags.products)",
        ".select_related(|d| d.product)",
        ".prefetch_related(|d| d.product.tags)",
        ".select_related(|p| p.detail)",
        ".select_related(|p| p.detail.product)",
    ];
    assert_eq!(fixes(start..=line!()), expected);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn rows_that_a_single_row_leads_to_are_siblings(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    let category = Category::objects(&db).by_key(2).await?;
    for product in category.products.load(&db).await? {
        product.tags.load(&db).await?;
    }
    let created = Category::draft().name("new").create(&db).await?;
    Product::objects(&db).filter(|p| p.category.eq(3)).update(|p| p.category.set(&created)).await?;
    for product in created.products.load(&db).await? {
        product.tags.load(&db).await?;
    }
    let expected = [".prefetch_related(|c| c.products.tags)", ".prefetch_related(|p| p.tags)"];
    assert_eq!(fixes(start..=line!()), expected);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn loads_at_once_and_in_tasks_are_one_warning(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    let products = Product::objects(&db).await?;
    try_join_all(products.iter().map(|product| product.category.load(&db))).await?;
    assert_eq!(fixes(start..=line!()), [".select_related(|p| p.category)"]);
    let start = line!();
    let products = Product::objects(&db).await?;
    let tasks: Vec<_> = products
        .into_iter()
        .map(|product| {
            let db = db.clone();
            tokio::spawn(async move { product.tags.load(&db).await.map(<[Tag]>::len) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap()?, 2);
    }
    assert_eq!(fixes(start..=line!()), [".prefetch_related(|p| p.tags)"]);
    let start = line!();
    let products = Product::objects(&db).await?;
    let loads = futures::stream::iter(&products).map(|product| product.detail.load(&db));
    loads.buffer_unordered(3).collect::<Vec<_>>().await;
    assert_eq!(fixes(start..=line!()), [".select_related(|p| p.detail)"]);
    Ok(())
}

async fn category_name(product: &Product, db: &Db) -> Result<String> {
    Ok(product.category.load(db).await?.name.clone())
}

#[querent_testkit::test(models = [Detail])]
async fn a_load_in_a_function_names_the_line_of_the_query_elsewhere(db: Db) -> Result<()> {
    watched(&db).await;
    let load = line!() - 5;
    let query = line!() + 1;
    let mut products = Product::objects(&db).stream();
    while let Some(product) = products.try_next().await? {
        category_name(&product, &db).await?;
    }
    let warning = &warnings(load - 1..=load)[0];
    assert!(warning["query_at"].starts_with(&format!("{}:{query}:", file!())), "{warning:?}");
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn a_copy_is_the_same_row(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    let product = Product::objects(&db).first().await?.unwrap();
    let products = Product::objects(&db).await?;
    for _ in 0..5 {
        product.clone().category.load(&db).await?;
        products[3].clone().tags.load(&db).await?;
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    Ok(())
}

#[querent_testkit::test(models = [Detail])]
async fn what_needs_no_query_for_each_row_is_silent(db: Db) -> Result<()> {
    watched(&db).await;
    let start = line!();
    let query =
        Product::objects(&db).select_related(|p| p.category.parent).prefetch_related(|p| (p.tags, p.detail));
    for product in &query.await? {
        product.category.load(&db).await?.parent.load(&db).await?;
        product.tags.load(&db).await?;
        product.detail.load(&db).await?;
        product.replaced_by.load(&db).await?; // NULL
    }
    for key in 1..=3 {
        Product::objects(&db).by_key(key).await?.category.load(&db).await?;
        Product::objects(&db).filter(|p| p.id.eq(key)).await?[0].category.load(&db).await?;
    }
    for name in ["x", "y"] {
        let created = Product::draft().name(name).category(1).create(&db).await?;
        created.category.load(&db).await?;
        ForeignKey::<Category>::new(2).load(&db).await?;
    }
    for created in Tag::objects(&db).bulk_create([Tag::draft(), Tag::draft()]).await? {
        created.products.load(&db).await?;
    }
    let products = Product::objects(&db).await?;
    products[0].category.load(&db).await?;
    products[1].category.load(&db).await?;
    for _ in 0..5 {
        products[2].category.load(&db).await?;
    }
    let mut category = products[1].category.loaded()?;
    while let Some(parent) = category.parent.load(&db).await? {
        category = parent;
    }
    assert_eq!(fixes(start..=line!()), SILENT);
    Ok(())
}
