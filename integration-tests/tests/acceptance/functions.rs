//! PostgreSQL's functions of columns and values.

use querent::Kind;
use querent::prelude::*;
use time::macros::{date, time};

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Author, Book, Company, Number, Store, TextSample};

#[test]
fn exp_11_coalesce_and_nullif_and_greatest_and_least_skip_nulls() {
    on_the_data(async |db| {
        let all = Number::objects(&db).order_by(|n| n.id);
        let coalesced = all.clone().values(|n| n.other_num.coalesce(n.another_num));
        assert_eq!(coalesced.await.unwrap(), [Some(1), Some(2), Some(3)]);
        let nullif = all.clone().values(|n| n.num.nullif(n.other_num));
        assert_eq!(nullif.await.unwrap(), [None, None, Some(3)]);
        let greatest = all.clone().values(|n| n.other_num.greatest(n.another_num));
        assert_eq!(greatest.await.unwrap(), [Some(1), Some(2), Some(3)]);
        let least = all.values(|n| n.other_num.least(n.another_num));
        assert_eq!(least.await.unwrap(), [Some(1), Some(2), Some(3)]);
        let nulls = TextSample::objects(&db).filter(|t| t.id.eq(7)).values(|t| t.s.greatest(t.s));
        assert_eq!(nulls.await.unwrap(), [None]);
    });
}

#[test]
fn exp_13_casts_are_the_servers_and_a_text_that_is_no_number_is_its_error() {
    on_the_data(async |db| {
        let one = Book::objects(&db).filter(|b| b.id.eq(1));
        let two = Book::objects(&db).filter(|b| b.id.eq(2));
        assert_eq!(one.clone().values(|b| b.name.cast_varchar(3)).await.unwrap(), ["Def"]);
        let rounded = one.clone().values(|b| b.rating.cast_numeric(5, 2));
        assert_eq!(rounded.await.unwrap()[0].to_string(), "4.50");
        let of_a_decimal = one.clone().values(|b| b.rating.cast_numeric(5, 1).cast::<i32>());
        assert_eq!(of_a_decimal.await.unwrap(), [5]);
        assert_eq!(two.values(|b| b.rating.cast::<i32>()).await.unwrap(), [3]);
        let opening = Store::objects(&db)
            .filter(|s| s.id.eq(1))
            .values(|s| (s.original_opening.date(), s.original_opening.time()));
        assert_eq!(opening.await.unwrap(), [(date!(1994 - 04 - 23), time!(09:17:42))]);
        assert_eq!(one.clone().values(|b| b.pages.cast::<String>()).await.unwrap(), ["447"]);
        let json = one.clone().values(|_| value(r#"{"a": 1}"#).cast::<serde_json::Value>());
        assert_eq!(json.await.unwrap(), [serde_json::json!({ "a": 1 })]);
        let refused = one.values(|b| b.name.cast::<i32>()).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::DataException);
    });
}

#[test]
fn exp_17_now_is_the_time_of_the_statement_and_random_values_are_of_each_row() {
    on_the_data(async |db| {
        let seen = db.atomic(async |tx| -> querent::Result<_> {
            let first = Author::objects(tx).filter(|a| a.id.eq(1));
            let times = || first.clone().values(|_| (now(), transaction_now()));
            let before = times().await?;
            tx.batch_execute("SELECT pg_sleep(0.01)").await?;
            Ok((before[0], times().await?[0]))
        });
        let (before, after) = seen.await.unwrap();
        assert!(after.0 > before.0);
        assert_eq!(after.1, before.1);
        let random = Author::objects(&db).values(|_| random_uuid());
        let random: std::collections::HashSet<_> = random.await.unwrap().into_iter().collect();
        assert_eq!(random.len(), 9);
    });
}

#[test]
fn exp_19_parts_of_texts_also_beyond_their_end() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        assert_eq!(all.clone().values(|c| c.name.chars(0..1)).await.unwrap(), ["E", "F", "T"]);
        assert_eq!(all.clone().values(|c| c.name.chars(2..5)).await.unwrap(), ["amp", "oba", "st "]);
        assert_eq!(all.clone().values(|c| c.name.chars(13..14)).await.unwrap(), ["", "", ""]);
        let rest = all.values(|c| c.name.chars(3..));
        assert_eq!(rest.await.unwrap(), ["mple Inc.", "bar Ltd.", "t GmbH"]);
    });
}

/// A text lookup of a number does not compile without the cast.
#[test]
fn lkp_05_text_lookups_of_numbers_and_dates_ask_for_their_text() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let pages = Book::fields().pages.cast::<String>();
        assert_eq!(ids(&db, all.clone().filter(|_| pages.clone().startswith("3"))).await, [3, 4]);
        let fours = all.clone().filter(|_| pages.clone().contains("4")).exclude(|b| b.pages.eq(4));
        assert_eq!(ids(&db, fours).await, [1, 6]);
        assert_eq!(ids(&db, all.clone().filter(|_| pages.clone().regex(r"^3\d0$"))).await, [3, 4]);
        let dated = all.clone().filter(|b| b.pubdate.cast::<String>().contains("2008"));
        assert_eq!(ids(&db, dated).await, [2, 3, 4]);
        assert_eq!(ids(&db, all.filter(|_| pages.iexact("300"))).await, [3]);
    });
}

#[test]
fn lkp_07_parts_of_dates_and_days_of_the_week_from_sunday_and_from_monday() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.week_day().eq(2))).await, [2, 3, 4]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.iso_week_day().eq(1))).await, [2, 3, 4]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.week_day().eq(1))).await, [5]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.iso_week_day().eq(7))).await, [5]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.quarter().eq(4))).await, [1, 4, 6]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.week().eq(10))).await, [2]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.month().lt(6))).await, [2, 5]);
        assert_eq!(ids(&db, all.clone().filter(|b| b.pubdate.day().is_in([3, 15]))).await, [2, 4, 5, 6]);
        assert_eq!(ids(&db, all.filter(|b| b.pubdate.iso_year().eq(2008))).await, [2, 3, 4]);
    });
}
