//! Each kind of relation, and those behind it.

use futures::future::join_all;
use querent::prelude::*;
use querent::{FetchMode, Result};
use querent_testkit::StatementCounts;

use crate::{Category, Detail, Product, Review, Supplier, Tag, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn every_kind_of_relation_is_one_query_with_the_rows_that_each_would_have_alone(db: Db) -> Result<()> {
    shop(&db).await;
    let alone = Product::objects(&db).await?;
    let together = Product::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    for product in &together {
        product.category.load(&db).await?;
        product.supplier.load(&db).await?;
        product.tags.load(&db).await?;
        product.reviews.load(&db).await?;
        product.detail.load(&db).await?;
    }
    assert_eq!(recording.statements().len(), 5);
    for (one, other) in alone.iter().zip(&together) {
        assert_eq!(one.category.load(&db).await?.name, other.category.loaded()?.name);
        let name = |supplier: Option<&Supplier>| supplier.map(|supplier| supplier.name.clone());
        assert_eq!(name(one.supplier.load(&db).await?), name(other.supplier.loaded()?));
        let ids = |tags: &[Tag]| tags.iter().map(|tag| tag.id).collect::<Vec<_>>();
        assert_eq!(ids(one.tags.load(&db).await?), ids(other.tags.loaded()?));
        let ratings = |reviews: &[Review]| reviews.iter().map(|r| (r.id, r.rating)).collect::<Vec<_>>();
        assert_eq!(ratings(one.reviews.load(&db).await?), ratings(other.reviews.loaded()?));
        let detail = |detail: Option<&Detail>| detail.map(|detail| detail.id);
        assert_eq!(detail(one.detail.load(&db).await?), detail(other.detail.loaded()?));
    }
    let details = Detail::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    for detail in &details {
        assert_eq!(detail.product.load(&db).await?.id, detail.product.key());
    }
    assert_eq!(recording.statements().len(), 1);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn loads_of_every_kind_that_wait_at_once_are_one_query(db: Db) -> Result<()> {
    shop(&db).await;
    let products = Product::objects(&db).fetch_mode(FetchMode::Coalesce).await?;
    let all = async {
        let (categories, suppliers, tags, details) = futures::join!(
            join_all(products.iter().map(|p| p.category.load(&db))),
            join_all(products.iter().map(|p| p.supplier.load(&db))),
            join_all(products.iter().map(|p| p.tags.load(&db))),
            join_all(products.iter().map(|p| p.detail.load(&db))),
        );
        assert!(categories.iter().all(Result::is_ok) && tags.iter().all(|t| t.as_ref().unwrap().len() == 3));
        assert_eq!(suppliers.iter().filter(|supplier| supplier.as_ref().unwrap().is_some()).count(), 25);
        assert_eq!(details.iter().filter(|detail| detail.as_ref().unwrap().is_some()).count(), 16);
    };
    db.assert_statements(4, all).await;
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn nested_loops_are_one_query_for_each_level(db: Db) -> Result<()> {
    shop(&db).await;
    let categories = Category::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    let (mut ratings, mut parents) = (0, 0);
    for category in &categories {
        for product in category.products.load(&db).await? {
            for review in product.reviews.load(&db).await? {
                ratings += review.rating;
            }
            for tag in product.tags.load(&db).await? {
                assert!(tag.products.load(&db).await?.len() >= 24);
            }
        }
        if let Some(parent) = category.parent.load(&db).await? {
            parents += parent.products.load(&db).await?.len();
        }
    }
    assert_eq!((ratings, parents), (250, 45));
    let statements = recording.statements();
    // products, reviews, tags, products of the tags, parents, products of these
    assert_eq!(statements.len(), 6, "{statements:#?}");
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn rows_that_came_with_the_query_are_peers_too(db: Db) -> Result<()> {
    shop(&db).await;
    let query = Product::objects(&db).fetch_mode(FetchMode::Peers);
    let products = query.select_related(|p| p.category).prefetch_related(|p| p.reviews).await?;
    let recording = db.record_statements();
    for product in &products {
        product.category.load(&db).await?.parent.load(&db).await?;
        for review in product.reviews.load(&db).await? {
            review.product.load(&db).await?;
        }
    }
    assert_eq!(recording.statements().len(), 2);
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_related_manager_is_a_query_of_its_own_whose_rows_have_the_mode(db: Db) -> Result<()> {
    shop(&db).await;
    let categories = Category::objects(&db).fetch_mode(FetchMode::Peers).await?;
    let recording = db.record_statements();
    for category in &categories {
        category.products.objects(&db).await?;
    }
    assert_eq!(recording.statements().len(), 10);
    let products = categories[0].products.objects(&db).filter(|p| p.id.gt(10)).await?;
    let recording = db.record_statements();
    for product in &products {
        product.tags.load(&db).await?;
    }
    assert_eq!((products.len(), recording.statements().len()), (4, 1));
    Ok(())
}
