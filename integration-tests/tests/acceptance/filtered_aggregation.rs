//! Filters before and behind aggregates, and conditions of their own.

use querent::prelude::*;

use crate::database::on_the_data;
use crate::models::{Author, Blog, Book, Publisher};
use crate::near::near;

#[test]
fn a_filter_before_the_annotation_limits_what_is_counted() {
    on_the_data(async |db| {
        let good = Publisher::objects(&db)
            .filter(|p| p.books.rating.gt(3))
            .annotate(|p| p.books.count())
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(good.await.unwrap(), [(1, 2), (3, 2), (4, 1)]);
    });
}

#[test]
fn conditions_on_aggregates_are_those_of_columns() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db).annotate(|p| p.books.count()).order_by(|(p, _)| p.id);
        let few = all.clone().filter(|(_, n)| n.is_in([0, 1])).values(|(p, _)| p.id);
        assert_eq!(few.await.unwrap(), [2, 4, 5]);
        let compared = all.clone().filter(|(p, n)| p.num_awards.gt(n * 3)).values(|(p, _)| p.id);
        assert_eq!(compared.await.unwrap(), [3, 4]);
        let one = all.clone().filter(|(_, n)| n.between(1, 1)).values(|(p, _)| p.id);
        assert_eq!(one.await.unwrap(), [2, 4]);
        assert!(!all.clone().filter(|(_, n)| n.gt(2)).exists().await.unwrap());
        let sums = Publisher::objects(&db)
            .annotate(|p| (p.books.count(), p.books.pages.sum()))
            .order_by(|(p, _)| p.id);
        let either = sums.clone().filter(|(_, (n, sum))| n.eq(0) | sum.gt(1000)).values(|(p, _)| p.id);
        assert_eq!(either.await.unwrap(), [3, 5]);
        let others = sums.exclude(|(_, (_, sum))| sum.gt(1000)).values(|(p, _)| p.id);
        assert_eq!(others.await.unwrap(), [1, 2, 4, 5]);
        let dated = Publisher::objects(&db)
            .annotate(|p| p.books.pubdate.max())
            .filter(|(_, last)| last.year().eq(2008))
            .order_by(|(p, _)| p.id)
            .values(|(p, _)| p.id);
        assert_eq!(dated.await.unwrap(), [1, 2, 3]);
        let within = Book::objects(&db)
            .filter(|b| b.publisher.is_in(all.filter(|(_, n)| n.gt(1))))
            .order_by(|b| b.id)
            .values(|b| b.id);
        assert_eq!(within.await.unwrap(), [1, 3, 4, 5]);
    });
}

#[test]
fn a_filter_before_the_annotation_reaches_further_and_the_joined_rows_are_counted() {
    on_the_data(async |db| {
        let old = Publisher::objects(&db).filter(|p| p.books.authors.age.gt(30));
        let counted = old.clone().annotate(|p| p.books.count()).order_by(|(p, _)| p.id);
        let counted = counted.values(|(p, n)| (p.id, n));
        assert_eq!(counted.await.unwrap(), [(1, 2), (2, 1), (3, 3), (4, 1)]);
        let both = old
            .annotate(|p| (p.books.count().distinct(), p.books.authors.count()))
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(both.await.unwrap(), [(1, (1, 2)), (2, (1, 1)), (3, (2, 3)), (4, (1, 1))]);
        let friends = Author::objects(&db).filter(|a| a.friends.age.gt(30)).filter(|a| a.friends.age.lt(30));
        let counted = friends.annotate(|a| a.friends.count()).order_by(|(a, _)| a.id);
        assert_eq!(counted.values(|(a, n)| (a.id, n)).await.unwrap(), [(1, 1), (2, 1), (6, 1), (7, 2)]);
    });
}

#[test]
fn excluded_rows_are_not_joined_and_the_others_are_counted_in_full() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let good = all
            .clone()
            .exclude(|p| p.books.rating.lt(4))
            .annotate(|p| p.books.count())
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(good.await.unwrap(), [(1, 2), (3, 2), (4, 1), (5, 0)]);
        let either = all
            .filter(|p| p.books.rating.lt(4) | p.num_awards.eq(0))
            .annotate(|p| p.books.count())
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(either.await.unwrap(), [(2, 1), (5, 0)]);
    });
}

#[test]
fn a_filter_before_the_annotation_holds_for_relations_behind_it_too() {
    on_the_data(async |db| {
        let good = Publisher::objects(&db).filter(|p| p.books.rating.gte(4.5));
        let ages = good.clone().annotate(|p| p.books.authors.age.sum()).order_by(|(p, _)| p.id);
        assert_eq!(ages.values(|(p, sum)| (p.id, sum)).await.unwrap(), [(1, Some(69)), (4, Some(57))]);
        let counted = good.clone().annotate(|p| p.books.authors.count()).order_by(|(p, _)| p.id);
        assert_eq!(counted.values(|(p, n)| (p.id, n)).await.unwrap(), [(1, 2), (4, 1)]);
        let grouped = good
            .clone()
            .values(|p| p.num_awards)
            .annotate(|p| p.books.authors.age.sum())
            .order_by(|(p, _)| p.num_awards);
        assert_eq!(grouped.await.unwrap(), [(3, Some(69)), (9, Some(57))]);
        assert_eq!(good.aggregate(|p| p.books.authors.age.sum()).await.unwrap(), Some(126));
    });
}

#[test]
fn negated_and_joined_conditions_of_aggregates_speak_of_the_row_that_is_aggregated() {
    on_the_data(async |db| {
        let counted = Blog::objects(&db)
            .annotate(|b| {
                let good = b.entries.rating.gte(4);
                (
                    b.entries.count().filter(!good.clone()),
                    b.entries.count().filter(good | b.entries.headline.contains("Best")),
                    b.entries.count().filter(b.entries.rating.is_null()),
                )
            })
            .order_by(|(b, _)| b.id)
            .values(|(_, n)| n);
        assert_eq!(counted.await.unwrap(), [(0, 2, 0), (2, 1, 1), (1, 0, 0), (0, 0, 0)]);
    });
}

#[test]
fn an_annotation_is_of_the_rows_that_the_filters_before_it_leave() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db)
            .annotate(|p| p.books.count().distinct())
            .filter(|(p, _)| p.books.pages.gt(400))
            .annotate(|(p, _)| p.books.count().distinct())
            .order_by(|(p, ..)| p.id)
            .values(|(p, all, long)| (p.id, all, long));
        assert_eq!(counted.await.unwrap(), [(1, 2, 1), (2, 1, 1), (3, 2, 1), (4, 1, 1)]);
    });
}

#[test]
fn the_last_of_two_filters_on_a_relation_limits_what_is_counted() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db)
            .filter(|p| p.books.pages.gt(400))
            .filter(|p| p.books.rating.lt(4.5))
            .annotate(|p| p.books.count().distinct())
            .order_by(|(p, _)| p.id)
            .values(|(p, n)| (p.id, n));
        assert_eq!(counted.await.unwrap(), [(1, 1), (2, 1), (3, 2)]);
    });
}

#[test]
fn aggregates_with_conditions_of_their_own_stand_beside_each_other() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db)
            .annotate(|p| {
                (p.books.count().filter(p.books.rating.gt(4)), p.books.count().filter(p.books.rating.lte(4)))
            })
            .order_by(|(p, _)| p.id)
            .values(|(p, (good, others))| (p.id, good, others));
        assert_eq!(counted.await.unwrap(), [(1, 1, 1), (2, 0, 1), (3, 0, 2), (4, 1, 0), (5, 0, 0)]);
        let old = Book::objects(&db)
            .annotate(|b| b.authors.age.sum().filter(b.authors.age.gt(40)))
            .order_by(|(b, _)| b.id)
            .values(|(_, sum)| sum);
        assert_eq!(old.await.unwrap(), [None, Some(45), None, None, Some(103), Some(57)]);
        let friends = Author::objects(&db)
            .annotate(|a| a.friends.count().filter(a.friends.name.startswith("P")))
            .filter(|(_, n)| n.gt(0))
            .order_by(|(a, _)| a.id)
            .values(|(a, n)| (a.id, n));
        assert_eq!(friends.await.unwrap(), [(5, 1), (7, 1), (9, 1)]);
    });
}

#[test]
fn totals_with_conditions_of_their_own_leave_out_the_other_rows() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let sums = all.clone().aggregate(|a| {
            let (nobody, young) = (a.name.startswith("test"), a.age.lt(30));
            (a.age.sum().filter(nobody), a.age.sum().filter(young.clone()), a.id.count().filter(young))
        });
        assert_eq!(sums.await.unwrap(), (None, Some(83), 3));
        near(all.clone().aggregate(|a| a.age.avg().filter(a.friends.age.gt(40))).await.unwrap(), 51.5);
        let others = all.aggregate(|a| a.age.sum().filter(!a.name.istartswith("p")));
        assert_eq!(others.await.unwrap(), Some(251));
    });
}

#[test]
fn conditions_of_aggregates_reach_further_relations_and_hold_subqueries() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db);
        let old = all.clone().annotate(|p| {
            let old = p.books.authors.age.gt(40);
            (p.books.count().filter(old.clone()), p.books.count().distinct().filter(old))
        });
        let old = old.order_by(|(p, _)| p.id).values(|(_, n)| n);
        assert_eq!(old.await.unwrap(), [(0, 0), (1, 1), (2, 1), (1, 1), (0, 0)]);
        let with_old_author = all.annotate(|p| {
            let old = Author::within(p).filter(|a| a.books.eq(p.books.id) & a.age.gt(40));
            p.books.count().filter(exists(old))
        });
        let counted = with_old_author.order_by(|(p, _)| p.id).values(|(_, n)| n);
        assert_eq!(counted.await.unwrap(), [0, 1, 1, 1, 0]);
    });
}

#[test]
fn conditions_of_totals_use_annotations_of_the_rows() {
    on_the_data(async |db| {
        let long = Book::objects(&db).annotate(|b| b.pages * 2);
        let long = long.aggregate(|(b, twice)| b.id.count().filter(twice.gt(1000)));
        assert_eq!(long.await.unwrap(), 3);
        let counted = Publisher::objects(&db).annotate(|p| p.books.count());
        let awards = counted.aggregate(|(p, n)| p.num_awards.sum().filter(n.gt(1)));
        assert_eq!(awards.await.unwrap(), Some(10));
    });
}
