//! Comparisons of columns: texts, parts of dates, literals of the column's type, and querysets.

use querent::prelude::*;
use rust_decimal::dec;
use time::macros::date;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Book, TextSample};

#[test]
fn lkp_01_contains_startswith_and_endswith_escape_percent_underscore_and_backslash() {
    on_the_data(async |db| {
        let all = TextSample::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.contains("%"))).await, [3, 10]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.contains("a_c"))).await, [2]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.contains(r"\"))).await, [4]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.startswith("a_"))).await, [2]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.endswith("%c"))).await, [3]);
        assert_eq!(ids(&db, all.filter(|t| t.s.icontains("A_C"))).await, [2]);
    });
}

#[test]
fn lkp_03_iexact_is_no_pattern_and_letters_beyond_ascii_fold() {
    on_the_data(async |db| {
        let all = TextSample::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iexact("aBc"))).await, [1, 5]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iexact("A_C"))).await, [2]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.icontains("bC"))).await, [1, 5, 11]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.istartswith("AB"))).await, [1, 5, 11]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iendswith("BC"))).await, [1, 5]);
        assert_eq!(ids(&db, all.filter(|t| t.s.iexact("Été"))).await, [8, 9]);
    });
}

/// A number that no `integer` can hold does not compile beside one; the outermost that compile are compared as they are.
#[test]
fn lkp_09_integers_out_of_range_do_not_reach_the_database() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        assert_eq!(all.clone().filter(|b| b.pages.gt(i32::MAX)).count().await.unwrap(), 0);
        assert_eq!(all.clone().filter(|b| b.pages.lt(i32::MAX)).count().await.unwrap(), 6);
        assert_eq!(all.clone().filter(|b| b.pages.gte(i32::MIN)).count().await.unwrap(), 6);
        assert_eq!(all.clone().filter(|b| b.pages.lt(i32::MIN)).count().await.unwrap(), 0);
        assert_eq!(all.filter(|b| b.pages.is_in([300, i32::MAX])).count().await.unwrap(), 1);
    });
}

/// A queryset beside `eq` does not compile: `is_in` takes one, however many rows it has.
#[test]
fn lkp_11_a_sliced_queryset_in_a_condition_keeps_its_limit_and_order() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let top = all.clone().order_by(|b| b.rating.desc()).values(|b| b.id);
        let longest = all.clone().order_by(|b| b.pages.desc()).values(|b| b.id);
        let first_two = top.clone().limit(2);
        assert_eq!(ids(&db, all.clone().filter(|b| b.id.is_in(first_two.clone()))).await, [1, 6]);
        let next_two = longest.offset(1).limit(2);
        assert_eq!(ids(&db, all.clone().filter(|b| b.id.is_in(next_two))).await, [2, 6]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.id.is_in(top.limit(1)))).await, [6]);
        assert_eq!(ids(&db, all.exclude(|b| b.id.is_in(first_two))).await, [2, 3, 4, 5]);
    });
}

/// A text beside a number, a date that is written as a text, and a fraction beside an integer do not compile.
#[test]
fn lkp_13_values_have_the_type_of_the_column() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pages.eq(300))).await, [3]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.eq(date!(2008 - 03 - 03)))).await, [2]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.price.eq(dec!(29.69)))).await, [3, 4]);
        let between = all.filter(|b| b.pages.gte(300) & b.pages.lte(950)).exclude(|b| b.id.is_in([2, 4]));
        assert_eq!(ids(&db, between).await, [1, 3, 6]);
    });
}
