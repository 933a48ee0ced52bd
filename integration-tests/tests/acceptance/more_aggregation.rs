//! Aggregates beyond the cases: what is counted of what, under which conditions, and what is made of it.

use querent::prelude::*;
use rust_decimal::dec;
use time::macros::{date, datetime, time};

use crate::database::on_the_data;
use crate::models::{Author, Book, Entry, Publisher, Store};
use crate::near::near;

#[test]
fn aggregates_of_annotations_are_of_each_rows_value() {
    on_the_data(async |db| {
        let books = Book::objects(&db).annotate(|b| b.authors.count());
        let (average, largest, sum) =
            books.clone().aggregate(|(_, n)| (n.avg(), n.max(), n.sum())).await.unwrap();
        near(average, 1.666667);
        assert_eq!((largest, sum), (Some(3), Some(dec!(10))));
        near(
            books.clone().filter(|(_, n)| n.gt(1)).aggregate(|(b, _)| b.rating.avg()).await.unwrap(),
            4.166667,
        );
        let best = books.order_by(|(b, n)| (n.desc(), b.id)).limit(2);
        assert_eq!(best.aggregate(|(_, n)| n.sum()).await.unwrap(), Some(dec!(5)));
        let sums = Publisher::objects(&db).annotate(|p| p.books.price.sum());
        let (largest, average) = sums.aggregate(|(_, sum)| (sum.max(), sum.avg())).await.unwrap();
        assert_eq!((largest, average), (Some(dec!(112.49)), Some(dec!(67.5675))));
        let doubled = Book::objects(&db).annotate(|b| b.pages * 2);
        let (sum, average) = doubled.aggregate(|(_, twice)| (twice.sum(), twice.avg())).await.unwrap();
        assert_eq!(sum, Some(7406));
        near(average, 1234.333333);
    });
}

#[test]
fn of_no_rows_a_count_is_zero_and_the_others_are_null_or_their_default() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        for none in [all.clone().none(), all.clone().filter(|a| a.age.lt(0))] {
            let told = none.aggregate(|a| (a.age.avg(), a.id.count(), a.age.sum(), a.age.sum().default(21)));
            assert_eq!(told.await.unwrap(), (None, 0, None, 21));
        }
    });
}

#[test]
fn arithmetic_of_aggregates_is_null_where_one_of_them_is() {
    on_the_data(async |db| {
        let computed = Publisher::objects(&db)
            .annotate(|p| p.books.pages.sum() * 2 - p.books.count())
            .order_by(|(p, _)| p.id)
            .values(|(_, value)| value);
        assert_eq!(computed.await.unwrap(), [Some(1492), Some(1055), Some(2962), Some(1891), None]);
        let range = Author::objects(&db).aggregate(|a| a.age.max() - a.age.min());
        assert_eq!(range.await.unwrap(), Some(32));
        let totals = Book::objects(&db).aggregate(|b| ((b.pages * 2).sum(), (b.id + b.pages).max()));
        assert_eq!(totals.await.unwrap(), (Some(7406), Some(1137)));
        let ranked = Book::objects(&db)
            .annotate(|b| b.authors.count())
            .annotate(|(b, n)| n * 10 + b.pages)
            .order_by(|(b, ..)| b.id)
            .values(|(_, _, rank)| rank);
        assert_eq!(ranked.await.unwrap(), [467, 538, 310, 380, 1152, 956]);
    });
}

#[test]
fn rows_are_ordered_and_sliced_by_what_is_counted() {
    on_the_data(async |db| {
        let all = Book::objects(&db).annotate(|b| b.authors.count());
        let named = all.clone().order_by(|(b, n)| (n.desc(), b.name)).values(|(b, _)| b.name);
        let expected = [
            "Python Web Dev",
            "AI Modern Approach",
            "Definitive Guide",
            "Paradigms of AI",
            "Practical Django",
            "Sams 24 Hours",
        ];
        assert_eq!(named.await.unwrap(), expected);
        let two = all.clone().order_by(|(b, n)| (n.desc(), b.id)).limit(2).values(|(b, n)| (b.id, n));
        assert_eq!(two.await.unwrap(), [(4, 3), (1, 2)]);
        assert_eq!(all.clone().count().await.unwrap(), 6);
        let numbers = all.clone().values(|(_, n)| n).distinct().order_by(|(_, n)| n);
        assert_eq!(numbers.await.unwrap(), [1, 2, 3]);
        let first = all.clone().order_by(|(_, n)| n.desc()).first().await.unwrap().unwrap();
        assert_eq!((first.0.id, first.1), (4, 3));
        let joined = all.select_related(|b| b.publisher).order_by(|(b, _)| b.id).await.unwrap();
        let told: Vec<_> =
            joined.iter().map(|(b, n)| (b.publisher.loaded().unwrap().name.as_str(), *n)).collect();
        let expected = [
            ("Apress", 2),
            ("Sams", 1),
            ("Apress", 1),
            ("Prentice Hall", 3),
            ("Prentice Hall", 2),
            ("Morgan Kaufmann", 1),
        ];
        assert_eq!(told, expected);
        let sums = Publisher::objects(&db)
            .annotate(|p| p.books.pages.sum())
            .order_by(|(_, sum)| sum.desc().nulls_last())
            .values(|(p, _)| p.id);
        assert_eq!(sums.await.unwrap(), [3, 4, 1, 2, 5]);
    });
}

#[test]
fn the_smallest_and_the_largest_of_texts_dates_and_times() {
    on_the_data(async |db| {
        let told = Book::objects(&db)
            .aggregate(|b| (b.name.min(), b.name.max(), b.pubdate.min(), b.pubdate.max()))
            .await
            .unwrap();
        assert_eq!(told.0.as_deref(), Some("AI Modern Approach"));
        assert_eq!(told.1.as_deref(), Some("Sams 24 Hours"));
        assert_eq!((told.2, told.3), (Some(date!(1991 - 10 - 15)), Some(date!(2008 - 11 - 03))));
        let told =
            Store::objects(&db).aggregate(|s| (s.friday_night_closing.min(), s.original_opening.max()));
        let expected = (Some(time!(21:30)), Some(datetime!(2001-03-15 11:23:37 UTC)));
        assert_eq!(told.await.unwrap(), expected);
    });
}

#[test]
fn arrays_and_texts_of_many_rows_have_an_order_and_a_condition() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let names = all.clone().aggregate(|p| p.name.array_agg().order_by(p.name)).await.unwrap();
        let expected = ["Apress", "Jonno's House of Books", "Morgan Kaufmann", "Prentice Hall", "Sams"];
        assert_eq!(names.unwrap(), expected);
        let titles = all
            .clone()
            .annotate(|p| p.books.name.string_agg("; ").order_by(p.books.name))
            .order_by(|(p, _)| p.id)
            .values(|(_, titles)| titles);
        let expected = [
            Some("Definitive Guide; Practical Django"),
            Some("Sams 24 Hours"),
            Some("AI Modern Approach; Python Web Dev"),
            Some("Paradigms of AI"),
            None,
        ];
        assert_eq!(titles.await.unwrap(), expected.map(|titles| titles.map(str::to_owned)));
        let ratings = Book::objects(&db).aggregate(|b| b.rating.array_agg().distinct().order_by(b.rating));
        assert_eq!(ratings.await.unwrap(), Some(vec![3.0, 4.0, 4.5, 5.0]));
        let with_nulls = Entry::objects(&db).aggregate(|e| e.rating.array_agg().order_by(e.id));
        assert_eq!(with_nulls.await.unwrap(), Some(vec![Some(5), Some(4), None, Some(3), Some(2)]));
        let of_authors = Author::objects(&db).aggregate(|a| {
            a.books.publisher.name.string_agg(", ").distinct().order_by(a.books.publisher.name)
        });
        let expected = "Apress, Morgan Kaufmann, Prentice Hall, Sams";
        assert_eq!(of_authors.await.unwrap().as_deref(), Some(expected));
    });
}

#[test]
fn arrays_of_related_rows_are_in_order_and_have_a_null_where_none_is_related() {
    on_the_data(async |db| {
        let pages = Publisher::objects(&db)
            .annotate(|p| p.books.pages.array_agg().order_by(p.books.pages.desc()))
            .order_by(|(p, _)| p.id)
            .values(|(_, pages)| pages);
        let expected =
            [vec![Some(447), Some(300)], vec![Some(528)], vec![Some(1132), Some(350)], vec![Some(946)]];
        let mut pages = pages.await.unwrap();
        let none = pages.pop().unwrap();
        assert_eq!(pages, expected.map(Some));
        assert!(none.is_none_or(|pages| pages == [None]));
    });
}

#[test]
fn aggregates_behind_two_relations_and_of_a_model_to_itself() {
    on_the_data(async |db| {
        let stores = Store::objects(&db)
            .annotate(|s| (s.books.pages.sum(), s.books.count()))
            .order_by(|(s, _)| s.id)
            .values(|(s, (pages, n))| (s.id, pages, n));
        assert_eq!(stores.await.unwrap(), [(1, Some(3703), 6), (2, Some(2825), 4), (3, Some(1596), 3)]);
        let authors = Store::objects(&db)
            .annotate(|s| (s.books.authors.count(), s.books.authors.count().distinct()))
            .order_by(|(s, _)| s.id)
            .values(|(_, n)| n);
        assert_eq!(authors.await.unwrap(), [(10, 9), (6, 5), (5, 5)]);
        let friends = Author::objects(&db)
            .annotate(|a| (a.friends.count(), a.friends.age.avg()))
            .order_by(|(a, _)| a.id)
            .await
            .unwrap();
        let counts: Vec<_> = friends.iter().map(|(_, (n, _))| *n).collect();
        assert_eq!(counts, [2, 2, 0, 1, 2, 2, 3, 1, 1]);
        assert_eq!(friends[2].1.1, None);
        near(friends[6].1.1, 33.666667);
        let contacts = Author::objects(&db)
            .annotate(|a| a.contact_books.count())
            .filter(|(_, n)| n.gt(0))
            .order_by(|(a, _)| a.id)
            .values(|(a, n)| (a.id, n));
        assert_eq!(contacts.await.unwrap(), [(1, 1), (3, 1), (4, 1), (5, 1), (8, 2)]);
    });
}

#[test]
fn spreads_of_related_rows_are_null_of_one_row_and_of_none() {
    on_the_data(async |db| {
        let spreads = Publisher::objects(&db)
            .annotate(|p| p.books.pages.variance_sample())
            .order_by(|(p, _)| p.id)
            .values(|(_, spread)| spread);
        let spreads = spreads.await.unwrap();
        near(spreads[0], 10804.5);
        near(spreads[2], 305762.0);
        assert_eq!((spreads[1], spreads[3], spreads[4]), (None, None, None));
        let prices = Book::objects(&db).aggregate(|b| (b.price.avg(), b.price.sum(), b.price.stddev()));
        let (average, sum, deviation) = prices.await.unwrap();
        assert_eq!((average, sum), (Some(dec!(45.045)), Some(dec!(270.27))));
        assert_eq!(deviation.map(|deviation| deviation.round_dp(6)), Some(dec!(24.161499)));
    });
}

#[test]
fn rows_are_counted_and_paged_whatever_they_are_ordered_by() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db).annotate(|p| p.books.count()).order_by(|(p, n)| (n.desc(), p.id));
        assert_eq!(all.clone().count().await.unwrap(), 5);
        let page = all.clone().paginate(2, 2).await.unwrap();
        assert_eq!((page.total, page.pages), (5, 3));
        assert_eq!(page.rows.iter().map(|(p, n)| (p.id, *n)).collect::<Vec<_>>(), [(2, 1), (4, 1)]);
        let found = all.in_bulk([1, 5]).await.unwrap();
        assert_eq!((found[&1].1, found[&5].1), (2, 0));
    });
}

#[test]
fn count_all_counts_the_rows_that_are_joined() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let alone = all.clone().annotate(count_all).order_by(|(p, _)| p.id).values(|(_, n)| n);
        assert_eq!(alone.await.unwrap(), [1; 5]);
        let joined = all
            .filter(|p| p.books.pages.gt(300))
            .annotate(count_all)
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(joined.await.unwrap(), [(1, 1), (2, 1), (3, 2), (4, 1)]);
    });
}

#[test]
fn annotations_of_a_slice_are_of_its_rows_in_its_order() {
    on_the_data(async |db| {
        let longest = Book::objects(&db).order_by(|b| b.pages.desc()).limit(3);
        let counted = longest.annotate(|b| b.authors.count()).values(|(b, n)| (b.id, n));
        assert_eq!(counted.await.unwrap(), [(5, 2), (6, 1), (2, 1)]);
    });
}

#[test]
fn the_first_row_of_each_number_that_is_counted() {
    on_the_data(async |db| {
        let first = Book::objects(&db)
            .annotate(|b| b.authors.count())
            .order_by(|(b, n)| (n, b.id.desc()))
            .distinct_on(|(_, n)| n)
            .values(|(b, n)| (b.id, n));
        assert_eq!(first.await.unwrap(), [(6, 1), (5, 2), (4, 3)]);
    });
}
