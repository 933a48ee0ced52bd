//! Rows for which nothing is loaded.

use querent::prelude::*;
use querent::{FetchMode, Kind, Result};
use querent_testkit::StatementCounts;

use crate::{Category, Detail, Product, Review, shop};

/// What a load under `FetchMode::Raise` says of what is at `path`, and of the query in this line of this file.
fn refused(path: &str, call: &str, line: u32) -> String {
    format!(
        "`{path}` is not loaded, and `FetchMode::Raise` lets `load` send nothing; add `{call}` to the query at {}:{line}:",
        file!()
    )
}

fn assert_refused<T>(loaded: Result<T>, expected: &str) {
    let Err(error) = loaded else { panic!("loaded, and not: {expected}") };
    assert_eq!(error.kind(), Kind::NotLoaded);
    // What follows is the column.
    let (told, column) =
        error.to_string().rsplit_once(':').map(|(a, b)| (format!("{a}:"), b.to_owned())).unwrap();
    assert_eq!(told, expected);
    assert!(column.parse::<u32>().is_ok(), "{column}");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_load_is_refused_and_names_the_query_and_what_to_add_to_it(db: Db) -> Result<()> {
    shop(&db).await;
    let (products, line) = (Product::objects(&db).fetch_mode(FetchMode::Raise).await?, line!());
    let one = db.assert_statements(0, products[0].category.load(&db)).await;
    assert_refused(one, &refused("Product.category", ".select_related(|p| p.category)", line));
    let many = db.assert_statements(0, products[0].tags.load(&db)).await;
    assert_refused(many, &refused("Product.tags", ".prefetch_related(|p| p.tags)", line));
    let detail = db.assert_statements(0, products[0].detail.load(&db)).await;
    assert_refused(detail, &refused("Product.detail", ".select_related(|p| p.detail)", line));
    assert!(products[0].supplier.load(&db).await?.is_none(), "NULL is known");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_refused_is_named_by_the_way_from_the_query_to_it(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Product::objects(&db).fetch_mode(FetchMode::Raise);
    let (products, line) =
        (query.select_related(|p| p.category).prefetch_related(|p| p.reviews).await?, line!());
    let parent = products[1].category.loaded()?.parent.load(&db).await;
    assert_refused(
        parent,
        &refused("Product.category.parent", ".select_related(|p| p.category.parent)", line),
    );
    let product = products[1].reviews.loaded()?[0].product.load(&db).await;
    assert_refused(
        product,
        &refused("Product.reviews.product", ".prefetch_related(|p| p.reviews.product)", line),
    );
    let (reviews, line) = (products[1].reviews.objects(&db).await?, line!());
    assert_refused(
        reviews[0].product.load(&db).await,
        &refused("Review.product", ".select_related(|r| r.product)", line),
    );
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_in_memory_is_lent_and_what_is_asked_for_is_sent(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Product::objects(&db).fetch_mode(FetchMode::Raise);
    let products = query.select_related(|p| p.category).prefetch_related(|p| p.tags).await?;
    assert_eq!(products[1].category.load(&db).await?.id, 2);
    assert_eq!(products[1].tags.load(&db).await?.len(), 3);
    let behind = products[1].category.loaded()?.parent.load(&db).await.unwrap_err();
    assert_eq!(behind.kind(), Kind::NotLoaded, "rows that it leads to have the mode");
    assert_eq!(products[1].reviews.objects(&db).await?.len(), 2, "a related manager is a query");
    prefetch_related_objects(&db, &products, |p| p.reviews).await?;
    assert_eq!(products[1].reviews.load(&db).await?.len(), 2);
    let mut category = Category::objects(&db).fetch_mode(FetchMode::Raise).by_key(2).await?;
    category.name = "new".to_owned();
    category.save(&db).await?;
    category.refresh(&db).await?;
    assert_eq!(
        (&*category.name, category.parent.load(&db).await.unwrap_err().kind()),
        ("new", Kind::NotLoaded)
    );
    Ok(())
}
