//! Groups beyond the cases: what is joined to them, counted in them and asked of them.

use querent::prelude::*;
use rust_decimal::dec;

use crate::database::on_the_data;
use crate::models::{Author, Blog, Book, Entry, Publisher, Tag};
use crate::near::near;

#[test]
fn groups_are_made_by_several_values_and_by_columns_behind_keys() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let two = all
            .clone()
            .values(|b| (b.publisher.name, b.rating))
            .annotate(|b| b.id.count())
            .order_by(|(b, _)| (b.publisher.name, b.rating));
        let expected = [
            (("Apress", 4.0), 1),
            (("Apress", 4.5), 1),
            (("Morgan Kaufmann", 5.0), 1),
            (("Prentice Hall", 4.0), 2),
            (("Sams", 3.0), 1),
        ];
        assert_eq!(two.await.unwrap(), expected.map(|((name, rating), n)| ((name.to_owned(), rating), n)));
        let months = all
            .clone()
            .values(|b| (b.pubdate.year(), b.pubdate.month()))
            .annotate(|b| b.id.count())
            .order_by(|(b, _)| (b.pubdate.year(), b.pubdate.month()));
        let expected = [
            ((1991, 10), 1),
            ((1995, 1), 1),
            ((2007, 12), 1),
            ((2008, 3), 1),
            ((2008, 6), 1),
            ((2008, 11), 1),
        ];
        assert_eq!(months.await.unwrap(), expected);
        let long = all.annotate(|b| b.pages.gt(500)).values(|(_, long)| long).annotate(|(b, _)| b.id.count());
        let long = long.order_by(|((_, long), _)| long).await.unwrap();
        assert_eq!(long, [(Some(false), 3), (Some(true), 3)]);
    });
}

#[test]
fn nulls_are_a_group_of_their_own_and_are_not_counted_as_values() {
    on_the_data(async |db| {
        let ratings = Entry::objects(&db)
            .values(|e| e.rating)
            .annotate(|e| (e.id.count(), e.rating.count()))
            .order_by(|(e, _)| e.rating);
        let expected =
            [(Some(2), (1, 1)), (Some(3), (1, 1)), (Some(4), (1, 1)), (Some(5), (1, 1)), (None, (1, 0))];
        assert_eq!(ratings.await.unwrap(), expected);
        let publishers = Author::objects(&db)
            .values(|a| a.books.publisher.name)
            .annotate(|a| a.id.count().distinct())
            .order_by(|(a, _)| a.books.publisher.name);
        let expected = [("Apress", 3), ("Morgan Kaufmann", 1), ("Prentice Hall", 5), ("Sams", 1)];
        let expected = expected.map(|(name, n)| (Some(name.to_owned()), n));
        assert_eq!(publishers.await.unwrap(), expected);
    });
}

#[test]
fn conditions_before_groups_choose_rows_and_behind_them_groups() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let long = all
            .clone()
            .filter(|b| b.pages.gt(400))
            .values(|b| b.rating)
            .annotate(|b| b.id.count())
            .order_by(|(b, _)| b.rating);
        assert_eq!(long.await.unwrap(), [(3.0, 1), (4.0, 1), (4.5, 1), (5.0, 1)]);
        let several = all.clone().values(|b| b.rating).annotate(|b| b.id.count()).filter(|(_, n)| n.gt(1));
        assert_eq!(several.clone().await.unwrap(), [(4.0, 3)]);
        assert_eq!(several.clone().count().await.unwrap(), 1);
        assert!(several.exists().await.unwrap());
        let pages = all
            .clone()
            .values(|b| b.publisher.key())
            .annotate(|b| b.pages.sum())
            .filter(|(_, sum)| sum.gt(500))
            .order_by(|(_, sum)| sum.desc())
            .values(|(_, sum)| sum);
        assert_eq!(pages.await.unwrap(), [Some(1482), Some(946), Some(747), Some(528)]);
        assert_eq!(all.values(|b| b.rating).distinct().count().await.unwrap(), 4);
    });
}

#[test]
fn what_is_ordered_by_or_selected_across_many_rows_is_a_part_of_the_group() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db).annotate(|p| p.books.count());
        let ordered = counted.clone().order_by(|(p, _)| p.books.pages).values(|(p, n)| (p.id, n));
        assert_eq!(ordered.await.unwrap(), [(1, 1), (3, 1), (1, 1), (2, 1), (4, 1), (3, 1), (5, 0)]);
        let selected =
            counted.values(|(p, n)| (p.id, p.books.pages, n)).order_by(|(p, _)| (p.id, p.books.pages));
        let expected = [
            (1, Some(300), 1),
            (1, Some(447), 1),
            (2, Some(528), 1),
            (3, Some(350), 1),
            (3, Some(1132), 1),
            (4, Some(946), 1),
            (5, None, 0),
        ];
        assert_eq!(selected.await.unwrap(), expected);
        let groups = Book::objects(&db)
            .values(|b| b.publisher.key())
            .annotate(|b| b.id.count())
            .filter(|(b, n)| b.pages.gt(400) & n.gt(0))
            .order_by(|(b, _)| b.publisher.name.desc());
        assert_eq!(groups.await.unwrap(), [(2, 1), (3, 1), (4, 1), (1, 1)]);
    });
}

#[test]
fn the_first_the_last_and_a_slice_of_groups() {
    on_the_data(async |db| {
        let groups = Book::objects(&db)
            .values(|b| b.rating)
            .annotate(|b| b.id.count())
            .order_by(|(b, n)| (n.desc(), b.rating));
        assert_eq!(groups.clone().first().await.unwrap(), Some((4.0, 3)));
        assert_eq!(groups.clone().last().await.unwrap(), Some((5.0, 1)));
        assert_eq!(groups.clone().limit(2).await.unwrap(), [(4.0, 3), (3.0, 1)]);
        let of_two = groups.clone().limit(2).aggregate(|(_, n)| n.sum());
        assert_eq!(of_two.await.unwrap(), Some(dec!(4)));
        assert!(!groups.filter(|(_, n)| n.gt(9)).exists().await.unwrap());
    });
}

#[test]
fn what_related_managers_give_is_annotated_and_aggregated() {
    on_the_data(async |db| {
        let blog = Blog::objects(&db).by_key(1).await.unwrap();
        let entries = blog.entries.objects(&db).annotate(|e| e.authors.count()).order_by(|(e, _)| e.id);
        assert_eq!(entries.values(|(e, n)| (e.id, n)).await.unwrap(), [(1, 1), (2, 2)]);
        let book = Book::objects(&db).by_key(4).await.unwrap();
        let authors = book.authors.objects(&db);
        let (average, n) = authors.aggregate(|a| (a.age.avg(), a.id.count())).await.unwrap();
        near(average, 30.333333);
        assert_eq!(n, 3);
        let paradigms = Book::objects(&db).by_key(6).await.unwrap();
        let stores = paradigms.authors.objects(&db).annotate(|a| a.books.stores.count());
        assert_eq!(stores.values(|(a, n)| (a.id, n)).await.unwrap(), [(8, 3)]);
    });
}

#[test]
fn keys_to_the_own_table_and_its_children_are_counted() {
    on_the_data(async |db| {
        let parents = Tag::objects(&db).annotate(|t| t.children.count()).filter(|(_, n)| n.gt(0));
        let parents = parents.values(|(t, n)| (t.name, n)).await.unwrap();
        assert_eq!(parents, [("t1", 2), ("t3", 2)].map(|(name, n)| (name.to_owned(), n)));
        let grouped = Tag::objects(&db)
            .values(|t| t.parent.name)
            .annotate(|t| t.id.count())
            .order_by(|(t, _)| t.parent.name);
        let expected = [(Some("t1".to_owned()), 2), (Some("t3".to_owned()), 2), (None, 1)];
        assert_eq!(grouped.await.unwrap(), expected);
        let siblings = Entry::objects(&db).annotate(|e| e.blog.entries.pub_date.max());
        let newest = siblings.filter(|(e, last)| e.pub_date.eq(last)).order_by(|(e, _)| e.id);
        assert_eq!(newest.values(|(e, _)| e.id).await.unwrap(), [2, 4, 5]);
    });
}

#[test]
fn rows_are_grouped_by_what_was_counted_of_each() {
    on_the_data(async |db| {
        let grouped = Book::objects(&db)
            .annotate(|b| b.authors.count())
            .values(|(_, n)| n)
            .annotate(|(b, _)| b.id.count())
            .order_by(|((_, n), _)| n);
        assert_eq!(grouped.await.unwrap(), [(1, 3), (2, 2), (3, 1)]);
    });
}

#[test]
fn aggregates_of_several_relations_are_each_of_their_own_rows_in_groups_too() {
    on_the_data(async |db| {
        let rated = Entry::objects(&db)
            .values(|e| e.rating)
            .annotate(|e| (e.authors.count(), e.id.count(), e.number_of_comments.sum()))
            .order_by(|(e, _)| e.rating);
        let expected = [
            (Some(2), (1, 1, Some(1))),
            (Some(3), (1, 1, Some(0))),
            (Some(4), (2, 1, Some(3))),
            (Some(5), (1, 1, Some(5))),
            (None, (0, 1, Some(10))),
        ];
        assert_eq!(rated.await.unwrap(), expected);
        let parents = Tag::objects(&db)
            .values(|t| t.parent.name)
            .annotate(|t| (t.children.count(), t.id.count()))
            .filter(|(_, (children, n))| children.gt(1) | n.eq(1))
            .order_by(|(t, _)| t.parent.name);
        assert_eq!(parents.await.unwrap(), [(Some("t1".to_owned()), (2, 2)), (None, (2, 1))]);
        let remainders = Book::objects(&db)
            .values(|b| b.pages % 2)
            .annotate(|b| (b.authors.count(), b.pages.sum()))
            .order_by(|(b, _)| b.pages % 2);
        assert_eq!(remainders.await.unwrap(), [(0, (8, Some(3256))), (1, (2, Some(447)))]);
    });
}

#[test]
fn aggregates_of_several_relations_are_compared_added_and_aggregated() {
    on_the_data(async |db| {
        let all = Book::objects(&db).order_by(|b| b.id);
        let sums = all.clone().annotate(|b| b.authors.count() * 10 + b.stores.count());
        assert_eq!(sums.values(|(_, sum)| sum).await.unwrap(), [22, 11, 13, 32, 22, 13]);
        let counted = all.annotate(|b| (b.authors.count(), b.stores.count()));
        let more_authors = counted.clone().filter(|(_, (authors, stores))| authors.gt(stores));
        assert_eq!(more_authors.clone().count().await.unwrap(), 1);
        assert_eq!(more_authors.values(|(b, n)| (b.id, n)).await.unwrap(), [(4, (3, 2))]);
        let totals = counted.aggregate(|(_, (authors, stores))| (authors.sum(), stores.sum()));
        assert_eq!(totals.await.unwrap(), (Some(dec!(10)), Some(dec!(13))));
    });
}
