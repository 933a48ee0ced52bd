//! The queries of the tour, run.

use axum::extract::State;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};

use crate::models::{Category, Product, ProductQuerySet, Review, Tag};
use crate::queries;

/// Four products of two categories, three of them in stock, one of them with tags and reviews.
pub(crate) const SHOP: &str = "
    INSERT INTO categories (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Electronics'), (2, 'Books');
    INSERT INTO suppliers (id, name) OVERRIDING SYSTEM VALUE VALUES (1, 'Acme');
    INSERT INTO tags (id, label) OVERRIDING SYSTEM VALUE VALUES (1, 'new'), (2, 'sale');
    INSERT INTO products (id, category_id, supplier_id, name, price, stock, is_active) OVERRIDING SYSTEM VALUE
        VALUES (5, 1, NULL, 'Piano', 2000, 1, true), (6, 1, 1, 'Organ', 3000, 2, true),
               (7, 1, 1, 'Radio', 19.99, 0, true), (9, 2, NULL, 'Emma', 4, 200, false);
    INSERT INTO products_tags (product_id, tag_id) VALUES (6, 1), (6, 2);
    INSERT INTO reviews (id, product_id, rating) OVERRIDING SYSTEM VALUE
        VALUES (1, 6, 3), (2, 6, 5), (3, 6, 4), (4, 6, 1), (5, 9, 2);
";

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn the_handler_answers_with_the_dear_products_and_three_reviews_of_each(db: Db) {
    let products = db.assert_statements(3, queries::dear(State(db.clone()))).await.unwrap().0;
    let names: Vec<String> = products.iter().map(Product::to_string).collect();
    assert_eq!(names, ["Organ", "Piano"]);
    assert_eq!(products[0].category.loaded().unwrap().name, "Electronics");
    let ratings: Vec<i32> =
        products[0].reviews.loaded().unwrap().iter().map(|review| review.rating).collect();
    assert_eq!(ratings, [5, 4, 3]);
    assert_eq!(products[0].tags.loaded().unwrap().len(), 2);
    assert!(products[1].reviews.loaded().unwrap().is_empty());
    let _: axum::Router = queries::routes(db);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn a_stream_gives_the_rows_one_by_one(db: Db) {
    let mut names = db.assert_statements(1, queries::streamed(db.clone())).await.unwrap();
    names.sort();
    assert_eq!(names, ["Emma", "Organ", "Piano"]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn one_row_is_asked_for_by_key_or_condition_and_may_be_optional(db: Db) {
    let (one, same, maybe) = db.assert_statements(3, queries::one_row(db.clone())).await.unwrap();
    assert_eq!((one.id, same.id), (7, 7));
    assert!(maybe.is_none());
    let missing = Product::objects(&db).by_key(8).await.unwrap_err();
    assert_eq!(missing.kind(), querent::Kind::DoesNotExist);
    let several = Product::objects(&db).get(|p| p.is_active).await.unwrap_err();
    assert_eq!(several.kind(), querent::Kind::MultipleObjectsReturned);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn a_relation_is_loaded_once_and_never_without_being_asked(db: Db) {
    let one = Product::objects(&db).by_key(7).await.unwrap();
    let refused = one.category.loaded().unwrap_err();
    assert_eq!(refused.kind(), querent::Kind::NotLoaded);
    assert!(refused.to_string().contains(".select_related(|p| p.category)"), "{refused}");
    let (loaded, name, key) = db.assert_statements(1, queries::related(db.clone(), one)).await.unwrap();
    assert_eq!((loaded, name.as_str(), key), (None, "Electronics", 1));
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn the_related_manager_adds_removes_sets_and_clears(db: Db) {
    let one = Product::objects(&db).by_key(7).await.unwrap();
    let new = Tag::objects(&db).by_key(1).await.unwrap();
    let sale = Tag::objects(&db).by_key(2).await.unwrap();
    let tags = queries::related_manager(db.clone(), one, new, sale).await.unwrap();
    assert_eq!(tags.iter().map(|tag| tag.label.as_str()).collect::<Vec<_>>(), ["sale"]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn conditions_are_values_and_updates_use_the_rows_own_columns(db: Db) {
    let updated = db.assert_statements(1, queries::conditions_as_values(db.clone(), Some("RADIO")));
    assert_eq!(updated.await.unwrap(), 1);
    let radio = Product::objects(&db).by_key(7).await.unwrap();
    assert_eq!((radio.stock, radio.is_active), (-1, false));
    assert_eq!(queries::conditions_as_values(db.clone(), None).await.unwrap(), 4);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn values_are_optional_exactly_where_the_path_can_be_null(db: Db) {
    let mut names = db.assert_statements(1, queries::values(db.clone())).await.unwrap();
    names.sort();
    let acme = || Some("Acme".to_owned());
    let expected = [("Emma", None), ("Organ", acme()), ("Piano", None), ("Radio", acme())];
    assert_eq!(names, expected.map(|(name, supplier)| (name.to_owned(), supplier)));
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn conditions_on_keys_need_no_join(db: Db) {
    let electronics = Category::objects(&db).by_key(1).await.unwrap();
    let statements = db.assert_statements(0, async { queries::on_keys(&db, &electronics) }).await;
    for sql in statements {
        let sql = sql.unwrap();
        assert!(!sql.contains("JOIN"), "{sql}");
    }
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn a_reusable_condition_works_behind_a_relation(db: Db) {
    let (products, reviews) = db.assert_statements(2, queries::reusable(db.clone())).await.unwrap();
    assert_eq!(products.iter().map(|product| product.id).collect::<Vec<_>>(), [9]);
    assert_eq!(reviews.iter().map(|review| review.id).collect::<Vec<_>>(), [5]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn an_absent_condition_is_the_identity_of_its_operator(db: Db) {
    assert_eq!(queries::absent(db.clone()).await.unwrap(), [4, 4, 3, 3]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn what_follows_a_slice_applies_to_the_slice(db: Db) {
    let prices = db.assert_statements(1, queries::sliced(db.clone(), Some(1), Some(2))).await.unwrap();
    assert_eq!(prices, [dec!(2000)]);
    let all: Vec<Decimal> = queries::sliced(db.clone(), None, None).await.unwrap();
    assert_eq!(all, [dec!(4), dec!(2000), dec!(3000)]);
    let two = queries::page(Product::objects(&db), Some(2)).await.unwrap();
    assert_eq!(two.len(), 2);
    assert_eq!(queries::page(Product::active(&db), None).active().count().await.unwrap(), 3);
}
