//! What is computed for each row, run.

use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::dec;

use crate::computed::{self, Card};
use crate::models::{Product, Review};
use crate::reading::SHOP;

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn annotations_are_elements_of_rows(db: Db) {
    let stats = db.assert_statements(1, computed::stats(db.clone())).await.unwrap();
    let stats: Vec<_> =
        stats.into_iter().map(|(c, (n, average))| (c.name, n, average.map(|a| a.round()))).collect();
    assert_eq!(stats, [("Electronics".to_owned(), 3, Some(dec!(1673)))]);
    let grown = db.assert_statements(1, computed::grown(db.clone())).await.unwrap();
    let grown: Vec<_> = grown.into_iter().map(|(c, n, twice)| (c.name, n, twice)).collect();
    assert_eq!(grown, [("Books".to_owned(), 1, 2), ("Electronics".to_owned(), 3, 6)]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn values_are_grouped_by_and_totals_are_one_row(db: Db) {
    let grouped = db.assert_statements(1, computed::grouped(db.clone())).await.unwrap();
    assert_eq!(grouped, [("Electronics".to_owned(), 3), ("Books".to_owned(), 1)]);
    let totals = db.assert_statements(1, computed::totals(db.clone())).await.unwrap();
    assert_eq!(totals, (Some(dec!(5019.99)), 3));
    assert_eq!(computed::shares(db.clone()).await.unwrap(), [(1, 0), (3, 2)]);
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn subqueries_know_the_query_around_them(db: Db) {
    let (in_stock, complete, dearer) =
        db.assert_statements(3, computed::correlated(db.clone())).await.unwrap();
    let names = |categories: &[crate::models::Category]| -> Vec<String> {
        categories.iter().map(|category| category.name.clone()).collect()
    };
    assert_eq!(names(&in_stock), ["Books", "Electronics"]);
    assert_eq!(names(&complete), ["Books"]);
    let mut dearer: Vec<_> = dearer.iter().map(Product::to_string).collect();
    dearer.sort();
    assert_eq!(dearer, ["Piano", "Radio"]);
    let ratings = db.assert_statements(1, computed::newest_rating(db.clone())).await.unwrap();
    let ratings: Vec<_> = ratings.into_iter().map(|(product, rating)| (product.id, rating)).collect();
    assert_eq!(ratings, [(5, None), (6, Some(1)), (7, None), (9, Some(2))]);
    assert_eq!(computed::reused(db.clone()).await.unwrap(), (1, 1));
}

#[querent_testkit::test(models = [Product, Review], sql = SHOP)]
async fn values_become_structs_of_the_users_own(db: Db) {
    let cards = db.assert_statements(1, computed::cards(db.clone())).await.unwrap();
    let card = |name: &str, supplier: Option<&str>, reviews| Card {
        name: name.to_owned(),
        supplier: supplier.map(str::to_owned),
        reviews,
    };
    assert_eq!(cards, [card("Emma", None, 1), card("Radio", Some("Acme"), 0)]);
}
