//! Aggregates of all rows, and of the rows related to each.

use querent::prelude::*;
use rust_decimal::dec;

use crate::database::on_the_data;
use crate::models::{Author, Book, Entry, Publisher, Store};
use crate::near::near;

#[test]
fn agg_01_aggregates_across_keys_and_pairs_count_each_joined_row() {
    on_the_data(async |db| {
        let price = Publisher::objects(&db).aggregate(|p| p.books.price.sum()).await.unwrap();
        assert_eq!(price, Some(dec!(270.27)));
        let awards = Book::objects(&db).aggregate(|b| b.publisher.num_awards.sum()).await.unwrap();
        assert_eq!(awards, Some(30));
        let friends = Author::objects(&db).aggregate(|a| a.friends.age.avg()).await.unwrap();
        near(friends, 34.071429);
        let low = Book::objects(&db).filter(|b| b.rating.lt(4.5));
        near(low.aggregate(|b| b.authors.age.avg()).await.unwrap(), 38.285714);
        let oldest = Store::objects(&db).aggregate(|s| s.books.authors.age.max()).await.unwrap();
        assert_eq!(oldest, Some(57));
        let fewest = Author::objects(&db).aggregate(|a| a.books.publisher.num_awards.min()).await.unwrap();
        assert_eq!(fewest, Some(1));
        let month = Store::objects(&db).aggregate(|s| s.original_opening.month().min()).await.unwrap();
        assert_eq!(month, Some(3));
    });
}

/// Where Django counts the pairs of the rows of both relations, each count is of the rows of its own relation.
#[test]
fn agg_03_counts_of_two_relations_to_many_rows_do_not_multiply_and_distinct_changes_nothing() {
    on_the_data(async |db| {
        let some = Book::objects(&db).filter(|b| b.id.is_in([1, 4, 6])).order_by(|b| b.id);
        let plain = some
            .clone()
            .annotate(|b| (b.authors.count(), b.stores.count()))
            .values(|(b, (authors, stores))| (b.id, authors, stores));
        assert_eq!(plain.await.unwrap(), [(1, 2, 2), (4, 3, 2), (6, 1, 3)]);
        let distinct = some
            .annotate(|b| (b.authors.count().distinct(), b.stores.count().distinct()))
            .values(|(b, (authors, stores))| (b.id, authors, stores));
        assert_eq!(distinct.await.unwrap(), [(1, 2, 2), (4, 3, 2), (6, 1, 3)]);
    });
}

#[test]
fn agg_07_without_related_rows_a_count_is_zero_and_the_others_are_null_or_their_default() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let rows = all
            .clone()
            .annotate(|p| (p.books.count(), p.books.price.sum()))
            .order_by(|(p, _)| p.name)
            .values(|(p, (n, s))| (p.name, n, s));
        let expected = [
            ("Apress", 2, Some(dec!(59.69))),
            ("Jonno's House of Books", 0, None),
            ("Morgan Kaufmann", 1, Some(dec!(75.00))),
            ("Prentice Hall", 2, Some(dec!(112.49))),
            ("Sams", 1, Some(dec!(23.09))),
        ];
        assert_eq!(rows.await.unwrap(), expected.map(|(name, n, sum)| (name.to_owned(), n, sum)));
        let sums = all.clone().annotate(|p| p.books.price.sum().default(dec!(0.00)));
        assert_eq!(sums.get(|(p, _)| p.id.eq(5)).await.unwrap().1, dec!(0.00));
        let averages = all.clone().annotate(|p| p.books.rating.avg().default(2.5));
        near(Some(averages.get(|(p, _)| p.id.eq(5)).await.unwrap().1), 2.5);
        let published = all.clone().annotate(|p| p.books.pubdate.min()).exclude(|(_, first)| first.is_null());
        assert_eq!(published.count().await.unwrap(), 4);
        let uncounted = all.annotate(|p| p.books.count()).filter(|(_, n)| n.is_null());
        assert_eq!(uncounted.count().await.unwrap(), 0);
    });
}

#[test]
fn agg_09_the_types_of_sums_and_averages_and_integer_division_truncates() {
    on_the_data(async |db| {
        let (authors, books) = (Author::objects(&db), Book::objects(&db));
        let sum: Option<i64> = authors.clone().aggregate(|a| a.age.sum()).await.unwrap();
        assert_eq!(sum, Some(337));
        let average: Option<f64> = authors.clone().aggregate(|a| a.age.avg()).await.unwrap();
        near(average, 37.444444);
        assert_eq!(authors.aggregate(|a| a.age.sum() / count_all(a)).await.unwrap(), Some(37));
        let fours = books.clone().filter(|b| b.rating.eq(4));
        let exact = fours.clone().aggregate(|b| b.price.avg()).await.unwrap();
        assert_eq!(exact.map(|average| average.round_dp(6)), Some(dec!(47.393333)));
        let computed = fours.aggregate(|b| (b.price.avg() + 2) * 3).await.unwrap();
        assert_eq!(computed.map(|value| value.round_dp(2)), Some(dec!(148.18)));
        assert_eq!(books.clone().aggregate(|b| b.price.max()).await.unwrap(), Some(dec!(82.80)));
        near(books.aggregate(|b| b.rating.sum()).await.unwrap(), 24.5);
    });
}

#[test]
fn agg_11_deviation_and_variance_are_of_the_population_and_the_samples_of_one_row_are_null() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let (deviation, variance) =
            all.clone().aggregate(|b| (b.rating.stddev(), b.rating.variance())).await.unwrap();
        near(deviation, 0.606676);
        near(variance, 0.368056);
        let (deviation, variance) =
            all.clone().aggregate(|b| (b.rating.stddev_sample(), b.rating.variance_sample())).await.unwrap();
        near(deviation, 0.66458);
        near(variance, 0.441667);
        let one = all.filter(|b| b.id.eq(1)).aggregate(|b| b.rating.stddev_sample()).await.unwrap();
        assert_eq!(one, None);
    });
}

#[test]
fn agg_13_aggregates_of_a_slice_are_of_the_slice_alone() {
    on_the_data(async |db| {
        let best = Book::objects(&db).order_by(|b| b.rating.desc()).limit(3);
        near(best.clone().aggregate(|b| b.rating.avg()).await.unwrap(), 4.5);
        assert_eq!(best.aggregate(|b| b.id.count()).await.unwrap(), 3);
        let young = Author::objects(&db)
            .order_by(|a| a.id)
            .limit(5)
            .aggregate(|a| when(a.age.lte(29), 1).end().count());
        assert_eq!(young.await.unwrap(), 1);
    });
}

#[test]
fn agg_19_distinct_aggregates_and_counts_of_rows_and_of_what_is_not_null() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        near(all.clone().aggregate(|b| b.rating.avg().distinct()).await.unwrap(), 4.125);
        assert_eq!(all.clone().aggregate(|b| b.rating.count().distinct()).await.unwrap(), 4);
        near(all.clone().aggregate(|b| b.rating.sum().distinct()).await.unwrap(), 16.5);
        let long = all.aggregate(|b| when(b.pages.gt(500), b.rating).end().count().distinct());
        assert_eq!(long.await.unwrap(), 3);
        let counts = Entry::objects(&db).aggregate(|e| (count_all(e), e.rating.count()));
        assert_eq!(counts.await.unwrap(), (5, 4));
    });
}

/// Correlations and regressions have no method: they are written in SQL.
#[test]
fn pgx_03_aggregates_of_conditions_and_of_bits() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let told = all.clone().aggregate(|b| {
            (b.pages.gt(300).bool_and(), b.pages.gt(1000).bool_or(), b.rating.gte(3).bool_and())
        });
        assert_eq!(told.await.unwrap(), (Some(false), Some(true), Some(true)));
        let bits = all.clone().aggregate(|b| (b.pages.bit_and(), b.pages.bit_or()));
        assert_eq!(bits.await.unwrap(), (Some(0), Some(2047)));
        let none = all.filter(|b| b.id.eq(0)).aggregate(|b| b.pages.gt(1).bool_and());
        assert_eq!(none.await.unwrap(), None);
    });
}
