//! Queries that differ in one thing have texts of their own, whichever of them a thread has written before.

use std::thread;

use querent::prelude::*;
use querent::{Db, Result};

use crate::models::{Category, Product, ROWS, Review};

/// The texts of queries of which each is like another one but for one thing.
fn twins(db: &Db, which: usize) -> Result<String> {
    let products = || Product::objects(db);
    let none: Option<i64> = None;
    match which {
        0 => products().sql(),
        1 => products().reverse().sql(),
        2 => products().order_by(|p| p.id).sql(),
        3 => products().order_by(|p| p.id.desc()).sql(),
        4 => products().order_by(|p| p.id.asc().nulls_last()).sql(),
        5 => products().order_by(|p| (p.id, p.name)).sql(),
        6 => products().order_by(|p| (p.name, p.id)).sql(),
        7 => products().limit(1).sql(),
        8 => products().limit(2).sql(),
        9 => products().limit(3).sql(),
        10 => products().limit(3).offset(3).sql(),
        11 => products().offset(3).sql(),
        12 => products().distinct().sql(),
        13 => products().filter(|p| p.stock.eq(1)).sql(),
        14 => products().filter(|p| p.stock.ne(1)).sql(),
        15 => products().filter(|p| p.stock.gt(1)).sql(),
        16 => products().filter(|p| p.stock.eq(p.id)).sql(),
        17 => products().filter(|p| p.stock.eq(p.stock + 1)).sql(),
        18 => products().filter(|p| p.stock.eq(p.stock - 1)).sql(),
        19 => products().exclude(|p| p.stock.eq(1)).sql(),
        20 => products().filter(|p| p.stock.is_in([1])).sql(),
        21 => products().exclude(|p| p.stock.is_in([1])).sql(),
        22 => products().filter(|p| p.name.contains("a")).sql(),
        23 => products().filter(|p| p.name.icontains("a")).sql(),
        24 => products().filter(|p| p.name.startswith("a")).sql(),
        25 => products().filter(|p| p.name.eq("a")).sql(),
        26 => products().filter(|p| p.name.iexact("a")).sql(),
        27 => products().filter(|p| p.stock.eq(1) & p.id.eq(2)).sql(),
        28 => products().filter(|p| p.stock.eq(1) | p.id.eq(2)).sql(),
        29 => products().filter(|p| p.stock.eq(1) ^ p.id.eq(2)).sql(),
        30 => products().filter(|p| !(p.stock.eq(1) | p.id.eq(2))).sql(),
        31 => products().filter(|p| p.stock.eq(1)).filter(|p| p.id.eq(2)).sql(),
        32 => products().filter(|p| p.id.eq(2)).filter(|p| p.stock.eq(1)).sql(),
        33 => products().filter(|p| p.supplier.is_null()).sql(),
        34 => products().filter(|p| p.supplier.is_not_null()).sql(),
        35 => products().filter(|p| p.supplier.id.ne(1)).sql(),
        36 => products().filter(|p| p.supplier.id.ne(none)).sql(),
        37 => products().filter(|p| p.reviews.rating.eq(1) & p.reviews.rating.eq(2)).sql(),
        38 => products().filter(|p| p.reviews.rating.eq(1)).filter(|p| p.reviews.rating.eq(2)).sql(),
        39 => products().exclude(|p| p.reviews.rating.eq(1)).sql(),
        40 => products().select_related(|p| p.category).sql(),
        41 => products().select_related(|p| p.supplier).sql(),
        42 => products().select_related(|p| (p.category, p.supplier)).sql(),
        43 => products().values(|p| p.id).sql(),
        44 => products().values(|p| p.name).sql(),
        45 => products().values(|p| (p.id, p.name)).sql(),
        46 => products().values(|p| p.category.name).sql(),
        47 => Category::objects(db).sql(),
        48 => Review::objects(db).select_related(|r| r.product.category).sql(),
        49 => Review::objects(db).select_related(|r| r.product).sql(),
        _ => unreachable!(),
    }
}

const TWINS: usize = 50;

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn a_text_that_was_written_before_is_taken_for_no_other_query(db: Db) {
    let alone = |which| {
        let db = db.clone();
        thread::spawn(move || twins(&db, which).unwrap()).join().unwrap()
    };
    let written: Vec<String> = (0..TWINS).map(alone).collect();
    let all = db.clone();
    let remembered = thread::spawn(move || {
        let twice = (0..TWINS).chain((0..TWINS).rev());
        twice.map(|which| (which, twins(&all, which).unwrap())).collect::<Vec<_>>()
    });
    for (which, text) in remembered.join().unwrap() {
        assert_eq!(text, written[which], "query {which}");
    }
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn equal_values_stay_in_their_places_when_others_follow(db: Db) {
    let between = async |low: i64, high: i64, limit: u64, offset: u64| -> Vec<i64> {
        let products = Product::objects(&db).filter(|p| p.id.gte(low) & p.id.lte(high)).order_by(|p| p.id);
        products.limit(limit).offset(offset).values(|p| p.id).await.unwrap()
    };
    let all: Vec<i64> = Product::objects(&db).order_by(|p| p.id).values(|p| p.id).await.unwrap();
    let expected = |low, high, limit, offset| -> Vec<i64> {
        let inside = all.iter().copied().filter(|id| (low..=high).contains(id));
        inside.skip(offset).take(limit).collect()
    };
    for (low, high, limit, offset) in [(3, 3, 3, 3), (1, 3, 3, 1), (2, 4, 5, 1), (1, 9, 4, 2)] {
        let found = between(low, high, limit, offset).await;
        assert_eq!(found, expected(low, high, limit as usize, offset as usize));
    }
}

#[querent_testkit::test(models = [Review], sql = ROWS)]
async fn more_texts_than_a_thread_remembers_are_written_all_the_same(db: Db) {
    let text = |equal: u32| {
        let products = Product::objects(&db).filter(|p| {
            (0..11).fold(Q::<Product>::all(), |all, bit| match equal >> bit & 1 {
                0 => all & p.stock.gt(bit),
                _ => all & p.stock.eq(bit),
            })
        });
        products.sql().unwrap()
    };
    for equal in (0..2048).chain(0..64) {
        assert_eq!(text(equal).matches(" = $").count(), equal.count_ones() as usize);
    }
}
