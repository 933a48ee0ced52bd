//! Functions and decisions beyond the cases.

use querent::prelude::*;
use rust_decimal::dec;
use time::macros::date;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Book, Company, Entry, Number, Publisher, TextSample};

#[test]
fn texts_are_cut_turned_filled_and_searched() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        let cased = all.clone().values(|c| (c.name.upper(), c.name.lower(), c.name.length()));
        let expected = [
            ("EXAMPLE INC.", "example inc.", 12),
            ("FOOBAR LTD.", "foobar ltd.", 11),
            ("TEST GMBH", "test gmbh", 9),
        ];
        let expected = expected.map(|(upper, lower, n)| (upper.to_owned(), lower.to_owned(), n));
        assert_eq!(cased.await.unwrap(), expected);
        let turned = all.clone().values(|c| c.name.reverse());
        assert_eq!(turned.await.unwrap(), [".cnI elpmaxE", ".dtL rabooF", "HbmG tseT"]);
        assert_eq!(all.clone().values(|c| c.name.right(3)).await.unwrap(), ["nc.", "td.", "mbH"]);
        assert_eq!(all.clone().values(|c| c.name.substr(2, 2)).await.unwrap(), ["xa", "oo", "es"]);
        assert_eq!(all.clone().values(|c| c.name.strindex("a")).await.unwrap(), [3, 5, 0]);
        let replaced = all.clone().values(|c| c.name.replace(".", ""));
        assert_eq!(replaced.await.unwrap(), ["Example Inc", "Foobar Ltd", "Test GmbH"]);
        assert_eq!(all.clone().values(|c| c.name.left(1).repeat(3)).await.unwrap(), ["EEE", "FFF", "TTT"]);
        let filled = all.values(|c| (c.name.left(1).lpad(3, "-"), c.name.left(1).rpad(3, "-")));
        let expected = [("--E", "E--"), ("--F", "F--"), ("--T", "T--")];
        assert_eq!(filled.await.unwrap(), expected.map(|(left, right)| (left.to_owned(), right.to_owned())));
    });
}

#[test]
fn a_concatenation_takes_null_for_an_empty_text() {
    on_the_data(async |db| {
        let last = TextSample::objects(&db)
            .filter(|t| t.id.gte(5) & t.id.lte(8))
            .order_by(|t| t.id)
            .values(|t| concat(t, (t.s, "|")));
        assert_eq!(last.await.unwrap(), ["ABC|", "|", "|", "été|"]);
    });
}

#[test]
fn numbers_are_rounded_raised_and_made_positive() {
    on_the_data(async |db| {
        let all = Number::objects(&db).order_by(|n| n.id);
        assert_eq!(all.clone().values(|n| (n.num * -1).abs()).await.unwrap(), [1, 2, 3]);
        assert_eq!(all.clone().values(|n| (n.num - 2).sign()).await.unwrap(), [-1, 0, 1]);
        assert_eq!(all.clone().values(|n| n.num.power(2)).await.unwrap(), [1.0, 4.0, 9.0]);
        let halves = all.clone().values(|n| n.num.cast::<f64>() / 2.0);
        assert_eq!(halves.await.unwrap(), [0.5, 1.0, 1.5]);
        let whole = all.values(|n| {
            let half = n.num.cast::<f64>() / 2.0;
            (half.clone().ceil(), half.floor())
        });
        assert_eq!(whole.await.unwrap(), [(1.0, 0.0), (1.0, 1.0), (2.0, 1.0)]);
        let prices = Book::objects(&db).order_by(|b| b.id).values(|b| (b.price.round(0), b.price.round(1)));
        let expected = [
            (dec!(30), dec!(30.0)),
            (dec!(23), dec!(23.1)),
            (dec!(30), dec!(29.7)),
            (dec!(30), dec!(29.7)),
            (dec!(83), dec!(82.8)),
            (dec!(75), dec!(75.0)),
        ];
        assert_eq!(prices.await.unwrap(), expected);
    });
}

#[test]
fn bits_are_combined_and_shifted() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        let n = Company::fields().num_employees;
        let combined = all.clone().values(|_| (n.bitand(56), n.bitor(48), n.bitxor(48)));
        assert_eq!(combined.await.unwrap(), [(56, 2300, 2252), (0, 51, 51), (32, 48, 16)]);
        let shifted = all.values(|c| (c.num_chairs.shift_left(2), n.shift_right(2)));
        assert_eq!(shifted.await.unwrap(), [(20, 575), (16, 0), (4, 8)]);
    });
}

#[test]
fn a_missing_value_is_replaced_in_arithmetic_and_a_value_by_null() {
    on_the_data(async |db| {
        let all = Number::objects(&db).order_by(|n| n.id);
        assert_eq!(all.clone().values(|n| n.num + n.other_num.coalesce(0)).await.unwrap(), [2, 4, 3]);
        assert_eq!(all.values(|n| n.num.greatest(2)).await.unwrap(), [2, 2, 3]);
        let pages = Book::objects(&db).order_by(|b| b.id).values(|b| b.pages.nullif(300));
        let expected = [Some(447), Some(528), None, Some(350), Some(1132), Some(946)];
        assert_eq!(pages.await.unwrap(), expected);
    });
}

#[test]
fn decisions_follow_keys_to_other_tables_and_know_empty_lists() {
    on_the_data(async |db| {
        let contact = Company::objects(&db).order_by(|c| c.id).values(|c| {
            when(c.point_of_contact.firstname.eq("Max"), c.point_of_contact.lastname)
                .otherwise(c.ceo.lastname)
        });
        let expected = ["Smith", "Meyer", "Mustermann"].map(|name| Some(name.to_owned()));
        assert_eq!(contact.await.unwrap(), expected);
        let listed = Book::objects(&db).order_by(|b| b.id).values(|b| {
            when(b.id.is_in(Vec::<i64>::new()), "x").when(b.id.is_in([1, 2]), "y").otherwise("z")
        });
        assert_eq!(listed.await.unwrap(), ["y", "y", "z", "z", "z", "z"]);
        let rated = Entry::objects(&db)
            .order_by(|e| e.id)
            .values(|e| when(e.rating.is_null(), "none").when(e.rating.lt(3), "low").otherwise("high"));
        assert_eq!(rated.await.unwrap(), ["high", "high", "none", "high", "low"]);
    });
}

#[test]
fn decisions_are_ordered_grouped_filtered_and_aggregated_by() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let ordered = all
            .clone()
            .order_by(|b| (when(b.publisher.name.eq("Sams"), 0).otherwise(1), b.pages.desc()))
            .values(|b| b.id);
        assert_eq!(ordered.await.unwrap(), [2, 5, 6, 1, 4, 3]);
        let grouped = all
            .clone()
            .values(|b| when(b.pages.gt(500), "long").otherwise("short"))
            .annotate(count_all)
            .order_by(|(b, _)| when(b.pages.gt(500), "long").otherwise("short"));
        assert_eq!(grouped.await.unwrap(), [("long".to_owned(), 3), ("short".to_owned(), 3)]);
        let sums = all.clone().aggregate(|b| when(b.pages.gt(500), b.pages).otherwise(0).sum());
        assert_eq!(sums.await.unwrap(), Some(2606));
        let long = all.filter(|b| b.pages.gt(when(b.rating.eq(4), 320).otherwise(500)));
        assert_eq!(ids(&db, long).await, [2, 4, 5, 6]);
        let of_counts = Publisher::objects(&db)
            .annotate(|p| p.books.count())
            .annotate(|(_, n)| when(n.eq(0), "none").when(n.eq(1), "one").otherwise("many"))
            .order_by(|(p, ..)| p.id)
            .values(|(.., told)| told);
        assert_eq!(of_counts.await.unwrap(), ["many", "one", "many", "one", "none"]);
        let related = Publisher::objects(&db)
            .annotate(|p| when(p.books.pages.gt(400), p.books.pages).otherwise(0).sum())
            .order_by(|(p, _)| p.id)
            .values(|(_, sum)| sum);
        assert_eq!(related.await.unwrap(), [447, 528, 1132, 946, 0].map(Some));
    });
}

#[test]
fn a_function_of_a_column_is_filtered_ordered_and_grouped_by() {
    on_the_data(async |db| {
        let shortest = Book::objects(&db).order_by(|b| (b.name.length(), b.id)).values(|b| b.id);
        assert_eq!(shortest.await.unwrap(), [2, 4, 6, 1, 3, 5]);
        let long = Book::objects(&db).filter(|b| b.pages.gt(b.name.length() * 30));
        assert_eq!(ids(&db, long).await, [2, 5, 6]);
        let initials = Book::objects(&db)
            .annotate(|b| b.name.left(1))
            .values(|(_, initial)| initial)
            .annotate(|(b, _)| b.id.count())
            .order_by(|((_, initial), _)| initial);
        let expected = [("A", 1), ("D", 1), ("P", 3), ("S", 1)].map(|(letter, n)| (letter.to_owned(), n));
        assert_eq!(initials.await.unwrap(), expected);
        let named = Publisher::objects(&db).order_by(|p| p.name.lower().desc()).values(|p| p.id);
        assert_eq!(named.await.unwrap(), [2, 3, 4, 5, 1]);
        let collated = Publisher::objects(&db).order_by(|p| p.name.collate("C")).values(|p| p.id);
        assert_eq!(collated.await.unwrap(), [1, 5, 4, 3, 2]);
    });
}

#[test]
fn parts_of_dates_at_the_ends_of_years() {
    on_the_data(async |db| {
        let parts = Book::objects(&db).order_by(|b| b.id).values(|b| {
            (b.pubdate.quarter(), b.pubdate.week(), b.pubdate.week_day(), b.pubdate.iso_week_day())
        });
        let expected =
            [(4, 49, 5, 4), (1, 10, 2, 1), (2, 26, 2, 1), (4, 45, 2, 1), (1, 2, 1, 7), (4, 42, 3, 2)];
        assert_eq!(parts.await.unwrap(), expected);
        assert!(Book::objects(&db).filter(|b| b.pubdate.gt(date!(2008 - 06 - 23))).exists().await.unwrap());
    });
}
