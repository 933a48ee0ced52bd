//! Expressions beyond the cases: arithmetic, queries within queries, and what is computed but not read.

use querent::prelude::*;
use rust_decimal::dec;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Author, Blog, Book, Company, Entry, Number, Publisher};
use crate::near::near;

#[test]
fn integers_are_divided_as_the_server_divides_them_towards_zero() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        let quotients =
            all.clone().values(|c| (c.num_employees / c.num_chairs, c.num_employees % c.num_chairs));
        assert_eq!(quotients.await.unwrap(), [(460, 0), (0, 3), (32, 0)]);
        let negative = all.values(|c| ((c.num_chairs * 0 - 7) % 3, (c.num_chairs * 0 - 7) / 2));
        assert_eq!(negative.await.unwrap(), [(-1, -3); 3]);
    });
}

#[test]
fn arithmetic_with_a_null_is_null() {
    on_the_data(async |db| {
        let sums = Number::objects(&db).order_by(|n| n.id).values(|n| n.num + n.other_num + n.another_num);
        assert_eq!(sums.await.unwrap(), [None, Some(6), None]);
    });
}

#[test]
fn columns_are_compared_with_columns_of_related_rows_and_with_expressions() {
    on_the_data(async |db| {
        let larger = Company::objects(&db).filter(|c| c.num_employees.gt(c.ceo.salary));
        assert_eq!(ids(&db, larger).await, [1, 3]);
        let commented = Entry::objects(&db).filter(|e| e.number_of_comments.gt(e.number_of_pingbacks * 2));
        assert_eq!(ids(&db, commented).await, [1, 3]);
        let ordered = Company::objects(&db).order_by(|c| (c.num_employees - c.num_chairs).desc());
        assert_eq!(ordered.values(|c| c.id).await.unwrap(), [1, 3, 2]);
    });
}

#[test]
fn exists_is_a_condition_that_is_negated_combined_annotated_and_ordered_by() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let rated =
            blogs.clone().filter(|b| exists(Entry::within(b).filter(|e| e.blog.eq(b.id) & e.rating.gte(4))));
        assert_eq!(ids(&db, rated).await, [1]);
        let unrated = blogs.filter(|b| !exists(b.entries.filter(|e| e.rating.gte(4))));
        assert_eq!(ids(&db, unrated).await, [2, 3, 4]);
        let all = Publisher::objects(&db);
        let either =
            all.clone().filter(|p| exists(p.books.filter(|b| b.pages.gt(1000))) | p.num_awards.eq(0));
        assert_eq!(ids(&db, either).await, [3, 5]);
        let told =
            all.clone().annotate(|p| exists(p.books.filter(|b| b.pages.gt(900)))).order_by(|(p, _)| p.id);
        let expected = [(1, false), (2, false), (3, true), (4, true), (5, false)];
        assert_eq!(told.clone().values(|(p, long)| (p.id, long)).await.unwrap(), expected);
        let long = told.filter(|(_, long)| long.eq(true)).values(|(p, _)| p.id);
        assert_eq!(long.await.unwrap(), [3, 4]);
        let ordered = all
            .alias(|p| exists(p.books.filter(|b| b.pages.gt(900))))
            .order_by(|(p, long)| (long, p.id))
            .values(|(p, _)| p.id);
        assert_eq!(ordered.await.unwrap(), [1, 2, 5, 3, 4]);
    });
}

#[test]
fn a_query_two_levels_in_sees_the_values_of_both_levels_around_it() {
    on_the_data(async |db| {
        let awarded = Publisher::objects(&db).filter(|p| {
            exists(Book::within(p).filter(|b| {
                let old =
                    Author::within(b).filter(|a| a.books.eq(b.id) & a.age.gt(a.age * 0 + p.num_awards * 15));
                b.publisher.eq(p.id) & exists(old)
            }))
        });
        assert_eq!(ids(&db, awarded).await, [2]);
    });
}

#[test]
fn the_value_of_a_subquery_is_compared_computed_with_and_aggregated() {
    on_the_data(async |db| {
        let longest = Publisher::objects(&db)
            .annotate(|p| subquery(p.books.order_by(|b| b.pages.desc()).values(|b| b.pages)));
        let long = longest
            .clone()
            .filter(|(_, pages)| pages.gt(500))
            .order_by(|(_, pages)| pages.desc())
            .values(|(p, pages)| (p.id, pages));
        assert_eq!(long.await.unwrap(), [(3, Some(1132)), (4, Some(946)), (2, Some(528))]);
        let added = longest
            .clone()
            .annotate(|(p, pages)| pages + p.num_awards)
            .order_by(|(p, ..)| p.id)
            .values(|(.., sum)| sum);
        assert_eq!(added.await.unwrap(), [Some(450), Some(529), Some(1139), Some(955), None]);
        let (average, sum) = longest.aggregate(|(_, pages)| (pages.avg(), pages.sum())).await.unwrap();
        near(average, 763.25);
        assert_eq!(sum, Some(3053));
        let of_all = Publisher::objects(&db)
            .annotate(|p| p.books.aggregate(|b| b.pages.sum()))
            .order_by(|(p, _)| p.id)
            .values(|(_, sum)| sum);
        assert_eq!(of_all.await.unwrap(), [Some(747), Some(528), Some(1482), Some(946), None]);
    });
}

#[test]
fn a_column_is_compared_with_the_value_of_a_subquery() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let longest = all.clone().filter(|b| {
            let others = Book::within(b).filter(|o| o.publisher.eq(b.publisher.key()));
            b.pages.eq(subquery(others.order_by(|o| o.pages.desc()).values(|o| o.pages)))
        });
        assert_eq!(ids(&db, longest).await, [1, 2, 5, 6]);
        let longer =
            all.filter(|b| b.pages.gt(subquery(Book::within(b).filter(|o| o.id.eq(3)).values(|o| o.pages))));
        assert_eq!(ids(&db, longer).await, [1, 2, 4, 5, 6]);
    });
}

#[test]
fn rows_are_grouped_by_the_value_of_a_subquery() {
    on_the_data(async |db| {
        let youngest = Book::objects(&db)
            .annotate(|b| subquery(b.authors.order_by(|a| a.age).values(|a| a.age)))
            .values(|(_, age)| age)
            .annotate(|(b, _)| b.id.count())
            .order_by(|((_, age), _)| age);
        let expected = [25, 29, 34, 45, 46, 57].map(|age| (Some(age), 1));
        assert_eq!(youngest.await.unwrap(), expected);
    });
}

#[test]
fn arrays_of_related_rows_are_in_the_subquerys_order_and_empty_without_rows() {
    on_the_data(async |db| {
        let pages = Publisher::objects(&db)
            .annotate(|p| array(p.books.order_by(|b| b.pages.desc()).values(|b| b.pages)))
            .order_by(|(p, _)| p.id)
            .values(|(_, pages)| pages);
        let expected = [vec![447, 300], vec![528], vec![1132, 350], vec![946], vec![]];
        assert_eq!(pages.await.unwrap(), expected);
    });
}

#[test]
fn an_alias_is_filtered_ordered_by_and_computed_with_but_not_read() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db).alias(|p| p.books.count());
        let several = all.clone().filter(|(_, n)| n.gt(1)).order_by(|(p, n)| (n.desc(), p.id));
        let keys: Vec<_> = several.await.unwrap().into_iter().map(|p| p.id).collect();
        assert_eq!(keys, [1, 3]);
        let doubled = all.annotate(|(_, n)| n * 2).order_by(|((p, _), _)| p.id);
        let doubled: Vec<(Publisher, i64)> = doubled.await.unwrap();
        assert_eq!(doubled.into_iter().map(|(_, n)| n).collect::<Vec<_>>(), [4, 2, 4, 2, 0]);
    });
}

#[test]
fn an_alias_has_every_later_call_of_a_queryset() {
    on_the_data(async |db| {
        let priced = Book::objects(&db).alias(|b| b.price * 2).filter(|(_, twice)| twice.gt(dec!(60)));
        assert_eq!(priced.clone().count().await.unwrap(), 2);
        assert!(priced.clone().exists().await.unwrap());
        assert_eq!(priced.clone().values(|(b, _)| b.id).order_by(|(b, _)| b.id).await.unwrap(), [5, 6]);
        let first = priced.order_by(|(_, twice)| twice.desc()).first().await.unwrap();
        assert_eq!(first.unwrap().id, 5);
    });
}

#[test]
fn nulls_stand_where_an_order_says_and_reversed_on_the_other_side() {
    on_the_data(async |db| {
        let all = Entry::objects(&db);
        let first = all.clone().order_by(|e| (e.rating.asc().nulls_first(), e.id));
        assert_eq!(first.values(|e| e.id).await.unwrap(), [3, 5, 4, 2, 1]);
        let last = all.clone().order_by(|e| (e.rating.desc().nulls_last(), e.id));
        assert_eq!(last.values(|e| e.id).await.unwrap(), [1, 2, 4, 5, 3]);
        let reversed = all.order_by(|e| e.rating.asc().nulls_first()).reverse();
        assert_eq!(reversed.values(|e| e.id).await.unwrap(), [1, 2, 4, 5, 3]);
    });
}

#[test]
fn bounds_and_lists_are_made_of_columns_too() {
    on_the_data(async |db| {
        let between = Book::objects(&db).filter(|b| b.pages.between(b.pages - 1, b.pages * 0 + 400));
        assert_eq!(ids(&db, between).await, [3, 4]);
    });
}

#[test]
fn groups_and_their_conditions_stand_in_subqueries() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db)
            .annotate(|p| {
                let books = Book::within(p).filter(|b| b.publisher.eq(p.id));
                subquery(books.values(|b| b.publisher.key()).annotate(|b| b.id.count()).values(|(_, n)| n))
            })
            .order_by(|(p, _)| p.id)
            .values(|(_, n)| n);
        assert_eq!(counted.await.unwrap(), [Some(2), Some(1), Some(2), Some(1), None]);
        let busy = Author::objects(&db).filter(|a| {
            let books = Book::within(a).filter(|b| b.contact.eq(a.id)).values(|b| b.contact.key());
            exists(books.annotate(|b| b.id.count()).filter(|(_, n)| n.gt(1)))
        });
        assert_eq!(ids(&db, busy).await, [8]);
        let frequent = Book::objects(&db)
            .values(|b| b.rating)
            .annotate(|b| b.id.count())
            .filter(|(_, n)| n.gt(1))
            .values(|(b, _)| b.rating);
        let rated = Book::objects(&db).filter(|b| b.rating.is_in(frequent));
        assert_eq!(ids(&db, rated).await, [3, 4, 5]);
    });
}

#[test]
fn a_subquery_uses_what_is_counted_around_it() {
    on_the_data(async |db| {
        let long = Publisher::objects(&db)
            .annotate(|p| p.books.count())
            .filter(|(p, n)| exists(Book::within(p).filter(|b| b.publisher.eq(p.id) & b.pages.gt(n * 500))))
            .order_by(|(p, _)| p.id)
            .values(|(p, _)| p.id);
        assert_eq!(long.await.unwrap(), [2, 3, 4]);
    });
}

#[test]
fn columns_of_many_related_rows_are_annotations_with_a_row_for_each() {
    on_the_data(async |db| {
        let pages = Publisher::objects(&db).annotate(|p| p.books.pages);
        let long = pages.clone().filter(|(_, pages)| pages.gt(400)).order_by(|(p, _)| p.id);
        assert_eq!(long.values(|(p, _)| p.id).await.unwrap(), [1, 2, 3, 4]);
        let grouped = pages
            .values(|(_, pages)| pages)
            .annotate(|(p, _)| p.id.count())
            .order_by(|((_, pages), _)| pages);
        let expected = [Some(300), Some(350), Some(447), Some(528), Some(946), Some(1132), None];
        assert_eq!(grouped.await.unwrap(), expected.map(|pages| (pages, 1)));
    });
}

#[test]
fn an_annotated_condition_is_a_condition_of_filters_and_decisions() {
    on_the_data(async |db| {
        let crowded = Company::objects(&db).annotate(|c| c.num_chairs.gt(3)).filter(|(_, many)| !many);
        assert_eq!(crowded.values(|(c, _)| c.id).await.unwrap(), [3]);
        let awards = Publisher::objects(&db)
            .annotate(|p| exists(p.books))
            .annotate(|(p, published)| when(published, p.num_awards).otherwise(-1))
            .order_by(|(p, ..)| p.id)
            .values(|(.., awards)| awards);
        assert_eq!(awards.await.unwrap(), [3, 1, 7, 9, -1]);
    });
}

#[test]
fn a_subquery_along_two_relations_is_of_the_row_that_it_starts_from() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db).order_by(|p| p.id);
        let without_old = all.clone().filter(|p| !exists(p.books.authors.filter(|a| a.age.gt(40))));
        assert_eq!(ids(&db, without_old).await, [1, 5]);
        assert_eq!(ids(&db, all.clone().filter(|p| exists(p.books.authors))).await, [1, 2, 3, 4]);
        let counted = all.annotate(|p| p.books.authors.filter(|a| a.age.gt(30)).count());
        let counted = counted.values(|(p, n)| (p.id, n));
        assert_eq!(counted.await.unwrap(), [(1, 2), (2, 1), (3, 3), (4, 1), (5, 0)]);
    });
}
