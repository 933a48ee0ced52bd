//! Groups: what they are made by, and which of them are kept.

use querent::Kind;
use querent::prelude::*;

use crate::database::on_the_data;
use crate::models::{Author, Book, Publisher};
use crate::near::near;

#[test]
fn agg_05_values_before_annotate_group_and_behind_it_only_pick() {
    on_the_data(async |db| {
        let grouped = Book::objects(&db)
            .values(|b| b.rating)
            .annotate(|b| (b.authors.id.count(), b.authors.age.avg()))
            .order_by(|(b, _)| b.rating)
            .await
            .unwrap();
        let expected = [(3.0, 1, 45.0), (4.0, 6, 37.166667), (4.5, 2, 34.5), (5.0, 1, 57.0)];
        assert_eq!(grouped.len(), expected.len());
        for ((rating, (n, average)), expected) in grouped.into_iter().zip(expected) {
            assert_eq!((rating, n), (expected.0, expected.1));
            near(average, expected.2);
        }
        let for_each = Book::objects(&db)
            .annotate(|b| b.authors.count())
            .order_by(|(b, n)| (b.rating, n))
            .values(|(b, n)| (b.rating, n));
        assert_eq!(for_each.await.unwrap(), [(3.0, 1), (4.0, 1), (4.0, 2), (4.0, 3), (4.5, 2), (5.0, 1)]);
    });
}

#[test]
fn agg_15_conditions_on_groups_mix_aggregates_and_columns_under_or_and_not() {
    on_the_data(async |db| {
        let books = Book::objects(&db).annotate(|b| b.authors.count()).order_by(|(b, _)| b.id);
        let either = books.clone().filter(|(b, n)| n.eq(2) | b.name.eq("Python Web Dev"));
        assert_eq!(either.values(|(b, _)| b.id).await.unwrap(), [1, 4, 5]);
        let not_both = books.clone().filter(|(b, n)| !(n.eq(3) & b.rating.eq(4)));
        assert_eq!(not_both.values(|(b, _)| b.id).await.unwrap(), [1, 2, 3, 5, 6]);
        let publishers = Publisher::objects(&db)
            .annotate(|p| p.books.count())
            .filter(|(p, n)| n.gt(1) | p.num_awards.eq(0))
            .order_by(|(p, _)| p.name);
        let names = publishers.values(|(p, _)| p.name).await.unwrap();
        assert_eq!(names, ["Apress", "Jonno's House of Books", "Prentice Hall"]);
        let others = books.exclude(|(_, n)| n.eq(3));
        assert_eq!(others.values(|(b, _)| b.id).await.unwrap(), [1, 2, 3, 5, 6]);
    });
}

#[test]
fn agg_17_groups_by_a_part_of_a_date_a_key_an_expression_and_a_function_and_count_counts_them() {
    on_the_data(async |db| {
        let years = Book::objects(&db)
            .annotate(|b| b.pubdate.year())
            .values(|(_, year)| year)
            .annotate(|(b, _)| b.id.count())
            .order_by(|((_, year), _)| year);
        assert_eq!(years.clone().await.unwrap(), [(1991, 1), (1995, 1), (2007, 1), (2008, 3)]);
        let publishers = Book::objects(&db)
            .values(|b| b.publisher.key())
            .annotate(|b| b.id.count())
            .order_by(|(b, _)| b.publisher.key());
        assert_eq!(publishers.await.unwrap(), [(1, 2), (2, 1), (3, 2), (4, 1)]);
        let remainders =
            Book::objects(&db).values(|b| b.pages % 2).annotate(count_all).order_by(|(b, _)| b.pages % 2);
        assert_eq!(remainders.await.unwrap(), [(0, 5), (1, 1)]);
        assert_eq!(years.count().await.unwrap(), 4);
        let lower = Publisher::objects(&db)
            .annotate(|p| p.name.lower())
            .values(|(_, lower)| lower)
            .annotate(|(p, _)| p.books.count())
            .filter(|((_, lower), _)| lower.eq("sams"));
        assert_eq!(lower.await.unwrap(), [("sams".to_owned(), 1)]);
    });
}

#[test]
fn agg_21_conditions_on_one_group_of_all_groups_by_a_constant_and_aggregates_of_one() {
    on_the_data(async |db| {
        let all = Author::objects(&db).values(|_| value("x")).annotate(|a| a.age.sum());
        let there = all.clone().filter(|(_, sum)| sum.gte(0)).await.unwrap();
        assert_eq!(there, [("x".to_owned(), Some(337))]);
        let constant = Book::objects(&db).annotate(|_| value(2).max()).first().await.unwrap();
        assert_eq!(constant.unwrap().1, Some(2));
        assert!(all.filter(|(_, sum)| sum.lt(0)).await.unwrap().is_empty());
    });
}

/// Decimals beside floats do not compile without a cast, nor does an aggregate in an update.
#[test]
fn agg_23_aggregates_of_aggregates_are_refused_and_mixed_types_need_one_type() {
    on_the_data(async |db| {
        let nested = Book::objects(&db).annotate(|b| b.id.max()).annotate(|(_, max)| max.sum());
        assert_eq!(nested.await.unwrap_err().kind(), Kind::Misuse);
        let explicit = Book::objects(&db).annotate(|b| (b.rating + b.pages + b.price.cast::<f64>()).sum());
        near(explicit.get(|(b, _)| b.id.eq(4)).await.unwrap().1, 383.69);
    });
}

#[test]
fn mvr_21_a_condition_behind_an_annotation_over_the_same_relation_has_a_join_of_its_own() {
    on_the_data(async |db| {
        let publishers = Publisher::objects(&db)
            .annotate(|p| p.books.count())
            .filter(|(p, n)| n.gt(1) & p.books.price.lt(40))
            .order_by(|(p, _)| p.name);
        assert_eq!(publishers.values(|(p, _)| p.name).await.unwrap(), ["Apress", "Prentice Hall"]);
    });
}
