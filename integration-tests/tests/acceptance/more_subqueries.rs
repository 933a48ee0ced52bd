//! Subqueries beyond the cases: what they are compared with, ordered by, and made of.

use querent::prelude::*;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Author, Book, Company, Employee, Entry, Publisher, Tag};

#[test]
fn rows_of_the_same_table_are_compared_with_the_row_around_them() {
    on_the_data(async |db| {
        let with_older_friend = Author::objects(&db).filter(|a| {
            exists(Author::within(a).filter(|friend| friend.friends.eq(a.id) & friend.age.gt(a.age)))
        });
        assert_eq!(ids(&db, with_older_friend).await, [1, 4, 6, 7, 9]);
        let alike = Book::objects(&db).filter(|b| {
            let same = Book::within(b)
                .filter(|other| other.publisher.eq(b.publisher.key()) & other.rating.eq(b.rating));
            exists(same.exclude(|other| other.id.eq(b.id)))
        });
        assert_eq!(ids(&db, alike).await, [4, 5]);
        let siblings = Tag::objects(&db).filter(|t| {
            exists(Tag::within(t).filter(|o| o.parent.eq(t.parent.key())).exclude(|o| o.id.eq(t.id)))
        });
        assert_eq!(ids(&db, siblings).await, [2, 3, 4, 5]);
    });
}

#[test]
fn the_rank_of_a_row_is_how_many_rows_are_before_it() {
    on_the_data(async |db| {
        let ranked = Book::objects(&db)
            .order_by(|b| b.pages.desc())
            .annotate(|b| Book::within(b).filter(|longer| longer.pages.gt(b.pages)).count())
            .values(|(b, rank)| (b.id, rank));
        assert_eq!(ranked.await.unwrap(), [(5, 0), (6, 1), (2, 2), (1, 3), (4, 4), (3, 5)]);
    });
}

#[test]
fn subqueries_are_excluded_negated_and_odd_beside_other_conditions() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        let young = all.clone().exclude(|b| exists(b.authors.filter(|a| a.age.gt(40))));
        assert_eq!(ids(&db, young).await, [1, 3, 4]);
        let either = all.filter(|b| exists(b.authors.filter(|a| a.age.gt(56))) ^ b.pages.gt(1000));
        assert_eq!(ids(&db, either).await, [6]);
        let every_book_old =
            Publisher::objects(&db).filter(|p| !exists(p.books.all().exclude(|b| b.authors.age.gt(40))));
        assert_eq!(ids(&db, every_book_old).await, [2, 4, 5]);
        let of_many = Publisher::objects(&db)
            .filter(|p| exists(p.books.all().annotate(|b| b.authors.count()).filter(|(_, n)| n.gt(2))));
        assert_eq!(ids(&db, of_many).await, [3]);
    });
}

#[test]
fn rows_are_ordered_by_the_value_of_a_subquery_and_compared_with_its_largest() {
    on_the_data(async |db| {
        let longest = Publisher::objects(&db).order_by(|p| {
            let pages = p.books.order_by(|b| b.pages.desc()).values(|b| b.pages);
            subquery(pages).desc().nulls_last()
        });
        assert_eq!(longest.values(|p| p.id).await.unwrap(), [3, 4, 2, 1, 5]);
        let newest = Entry::objects(&db).filter(|e| {
            let of_blog = Entry::within(e).filter(|other| other.blog.eq(e.blog.key()));
            e.pub_date.eq(of_blog.aggregate(|other| other.pub_date.max()))
        });
        assert_eq!(ids(&db, newest).await, [2, 4, 5]);
    });
}

#[test]
fn subqueries_are_correlated_through_keys_of_other_tables() {
    on_the_data(async |db| {
        let all = Company::objects(&db).order_by(|c| c.id);
        let led_by_managers =
            all.clone().filter(|c| exists(Employee::within(c).filter(|e| e.manager.eq(c.ceo.key()))));
        assert_eq!(ids(&db, led_by_managers).await, [1, 2]);
        let bosses = all.annotate(|c| {
            let boss = Employee::within(c).filter(|e| e.id.eq(c.ceo.manager.key()));
            subquery(boss.values(|e| e.lastname))
        });
        let bosses = bosses.values(|(_, boss)| boss).await.unwrap();
        assert_eq!(bosses, [None, Some("Smith"), Some("Smith")].map(|name| name.map(str::to_owned)));
        let rated = Entry::objects(&db)
            .order_by(|e| e.id)
            .annotate(|e| e.blog.entries.filter(|other| other.rating.gt(2)).count())
            .values(|(_, n)| n);
        assert_eq!(rated.await.unwrap(), [2, 2, 1, 1, 0]);
    });
}

#[test]
fn slices_stand_in_subqueries_and_subqueries_in_slices() {
    on_the_data(async |db| {
        let all = Publisher::objects(&db).order_by(|p| p.id);
        let second = all
            .clone()
            .annotate(|p| subquery(p.books.order_by(|b| b.pages.desc()).offset(1).values(|b| b.pages)));
        let second = second.values(|(_, pages)| pages).await.unwrap();
        assert_eq!(second, [Some(300), None, Some(350), None, None]);
        let one = all.clone().annotate(|p| p.books.order_by(|b| b.pages.desc()).limit(1).count());
        assert_eq!(one.values(|(_, n)| n).await.unwrap(), [1, 1, 1, 1, 0]);
        let ratings = all.annotate(|p| p.books.all().aggregate(|b| b.rating.count().distinct()));
        assert_eq!(ratings.values(|(_, n)| n).await.unwrap(), [2, 1, 1, 1, 0]);
        let of_three = Book::objects(&db)
            .order_by(|b| b.id)
            .limit(3)
            .annotate(|b| b.authors.filter(|a| a.age.gt(30)).count())
            .filter(|(_, n)| n.gt(0))
            .values(|(b, n)| (b.id, n));
        assert_eq!(of_three.await.unwrap(), [(1, 2), (2, 1)]);
    });
}
