//! Queries of one shape have one text, so that the server prepares it once.

use std::collections::HashSet;

use querent::Result;
use querent::prelude::*;

use crate::models::{Product, ROWS, Review, Tag};

/// The texts that are sent by the same work with different values.
async fn texts<T>(
    db: &Db,
    values: impl IntoIterator<Item = T>,
    work: impl AsyncFn(T) -> Result<()>,
) -> usize {
    let recording = db.record_statements();
    for value in values {
        work(value).await.unwrap();
    }
    recording.statements().into_iter().collect::<HashSet<_>>().len()
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_text_does_not_depend_on_the_length_of_a_list(db: Db) {
    let lengths = [1, 2, 3, 100, 10_000];
    let listed = async |length: i64| -> Result<()> {
        Product::objects(&db).filter(|p| p.id.is_in((0..length).collect::<Vec<_>>())).await.map(drop)
    };
    assert_eq!(texts(&db, lengths, listed).await, 1);
    let by_key = async |length: i64| Product::objects(&db).in_bulk(0..length).await.map(drop);
    assert_eq!(texts(&db, lengths, by_key).await, 1);
    let related = async |length: i64| -> Result<()> {
        Product::objects(&db).exclude(|p| p.tags.is_in((0..length).collect::<Vec<_>>())).await.map(drop)
    };
    assert_eq!(texts(&db, lengths, related).await, 1);
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_text_does_not_depend_on_the_number_of_rows(db: Db) {
    let created = async |rows: i32| -> Result<()> {
        let drafts = (0..rows).map(|row| Tag::draft().name(format!("{rows} {row}")));
        Tag::objects(&db).bulk_create(drafts).await.map(drop)
    };
    assert_eq!(texts(&db, [1, 2, 10, 1000], created).await, 1);
    let prefetched = async |limit: u64| -> Result<()> {
        Tag::objects(&db).limit(limit).prefetch_related(|t| t.products.limit(limit)).await.map(drop)
    };
    assert_eq!(texts(&db, [3, 10, 1000], prefetched).await, 2);
    let added = async |rows: i64| -> Result<()> {
        Product::objects(&db).by_key(2).await?.tags.add(&db, 1..=rows).await
    };
    assert_eq!(texts(&db, [1, 2, 10, 1000], added).await, 2);
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_text_does_not_depend_on_values(db: Db) {
    let numbers = async |number: i32| -> Result<()> {
        let products = Product::objects(&db)
            .filter(|p| p.stock.gt(number) | p.price.lt(number) | p.name.contains(number.to_string()))
            .annotate(|p| p.reviews.count().filter(p.reviews.rating.gt(number)))
            .filter(|(p, n)| n.gte(i64::from(number)) & (p.stock + number).gt(number))
            .offset(u64::from(number.unsigned_abs()))
            .limit(u64::from(number.unsigned_abs()));
        products.await.map(drop)
    };
    assert_eq!(texts(&db, [3, 0, -7, 9, i32::MAX / 2], numbers).await, 1);
    let words = async |word: &str| -> Result<()> {
        let products = Product::objects(&db)
            .filter(|p| p.name.iexact(word) | p.note.startswith(word) | p.name.is_in([word]))
            .order_by(|p| when(p.name.eq(word), word).otherwise(p.name));
        products.values(|p| (p.note.coalesce(word), concat(p, (word, p.name)))).await.map(drop)
    };
    assert_eq!(texts(&db, ["", "a", "%", "'; DROP TABLE product; --", "\\"], words).await, 1);
    let years = async |year: i32| -> Result<()> {
        Review::objects(&db).filter(|r| r.day.year().eq(year)).await.map(drop)
    };
    assert_eq!(texts(&db, [1, 1999, 2024], years).await, 1);
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_limit_is_written_where_it_is_one_or_two_and_bound_elsewhere(db: Db) {
    let limited = async |limit: u64| Product::objects(&db).limit(limit).await.map(drop);
    assert_eq!(texts(&db, 0..100, limited).await, 3, "PostgreSQL plans a written limit as what it is");
}
