//! Relations loaded for instances that are there already.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::models::{Category, Detail, Product, Review, shop};

#[querent_testkit::test(models = [Review, Detail])]
async fn relations_are_loaded_by_a_query_each_and_only_where_they_are_missing(db: Db) {
    shop(&db).await;
    let products = Product::objects(&db).order_by(|p| p.id).await.unwrap();
    let load = prefetch_related_objects(&db, &products, |p| (p.tags, p.reviews.order_by(|r| r.rating)));
    db.assert_statements(2, load).await.unwrap();
    let ratings = |product: &Product| -> Vec<i32> {
        product.reviews.loaded().unwrap().iter().map(|review| review.rating).collect()
    };
    assert_eq!(ratings(&products[0]), [1, 3, 5]);
    assert_eq!(products[3].tags.loaded().unwrap().len(), 2);
    let again = prefetch_related_objects(&db, &products, |p| (p.tags, p.reviews));
    db.assert_statements(0, again).await.unwrap();
    let categories: [&Category; 0] = [];
    db.assert_statements(0, prefetch_related_objects(&db, categories, |c| c.products)).await.unwrap();
}

#[querent_testkit::test(models = [Review, Detail])]
async fn what_is_behind_a_loaded_relation_is_loaded_for_its_rows(db: Db) {
    shop(&db).await;
    let categories = Category::objects(&db).prefetch_related(|c| c.products).await.unwrap();
    let behind = prefetch_related_objects(&db, &categories, |c| c.products.reviews);
    db.assert_statements(1, behind).await.unwrap();
    let audio = categories.iter().find(|category| category.name == "Audio").unwrap();
    let loaded: usize =
        audio.products.loaded().unwrap().iter().map(|product| product.reviews.loaded().unwrap().len()).sum();
    assert_eq!(loaded, 5);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn one_relation_with_and_without_a_queryset_is_refused_before_anything_is_sent(db: Db) {
    shop(&db).await;
    let products = Product::objects(&db).await.unwrap();
    let twice =
        prefetch_related_objects(&db, &products, |p| (p.reviews, p.reviews.filter(|r| r.rating.gt(1))));
    assert_eq!(db.assert_statements(0, twice).await.unwrap_err().kind(), Kind::Misuse);
}
