//! Sets of rows and single rows beyond the cases: of both, of one and not the other, the latest, and by key.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::ask::{ids, ids_in_order};
use crate::database::on_the_data;
use crate::models::{Author, Book, Publisher};

#[test]
fn the_rows_of_both_and_the_rows_of_one_that_the_other_has_not() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let old = all.clone().filter(|a| a.age.gt(30));
        let young = all.clone().filter(|a| a.age.lt(40));
        assert_eq!(ids(&db, old.clone().intersection(young)).await, [1, 2, 5]);
        assert_eq!(ids(&db, old.difference(all.filter(|a| a.age.gt(40)))).await, [1, 2, 5]);
    });
}

#[test]
fn a_side_without_rows_adds_nothing_takes_nothing_away_and_has_nothing_in_common() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let old = || all.clone().filter(|a| a.age.gt(40));
        assert_eq!(ids(&db, old().union(all.clone().none())).await, [3, 8, 9]);
        assert_eq!(ids(&db, all.clone().none().union(old())).await, [3, 8, 9]);
        assert_eq!(ids(&db, old().difference(all.clone().none())).await, [3, 8, 9]);
        assert!(old().intersection(all.clone().none()).await.unwrap().is_empty());
        assert!(all.clone().none().difference(old()).await.unwrap().is_empty());
    });
}

#[test]
fn combined_rows_are_combined_again_on_either_side() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let younger = |age: i32| all.clone().filter(move |a| a.age.lt(age));
        let older = |age: i32| all.clone().filter(move |a| a.age.gt(age));
        let left = younger(30).union(older(45)).difference(all.clone().filter(|a| a.id.eq(8)));
        assert_eq!(ids(&db, left).await, [4, 6, 7, 9]);
        let first = all.clone().filter(|a| a.id.lte(4));
        assert_eq!(ids(&db, first.intersection(older(45).union(younger(36)))).await, [1, 2, 4]);
    });
}

#[test]
fn values_of_two_models_are_one_set() {
    on_the_data(async |db| {
        let authors = Author::objects(&db).filter(|a| a.age.gt(46)).values(|a| a.name);
        let publishers = Publisher::objects(&db).filter(|p| p.num_awards.eq(9)).values(|p| p.name);
        let names = authors.union(publishers).order_by(|a| a.name);
        assert_eq!(names.await.unwrap(), ["Morgan Kaufmann", "Peter Norvig"]);
    });
}

#[test]
fn the_latest_and_the_earliest_row_and_no_row_is_an_error() {
    on_the_data(async |db| {
        let all = Book::objects(&db);
        assert_eq!(all.clone().latest(|b| b.pubdate).await.unwrap().id, 4);
        assert_eq!(all.clone().earliest(|b| b.pubdate).await.unwrap().id, 6);
        assert_eq!(all.clone().latest(|b| (b.rating, b.id.desc())).await.unwrap().id, 6);
        let none = all.none().latest(|b| b.pubdate).await;
        assert_eq!(none.unwrap_err().kind(), Kind::DoesNotExist);
    });
}

#[test]
fn rows_by_their_keys_are_those_that_there_are() {
    on_the_data(async |db| {
        let some = Book::objects(&db).in_bulk([1, 3, 99]).await.unwrap();
        let mut keys: Vec<_> = some.keys().copied().collect();
        keys.sort_unstable();
        assert_eq!(keys, [1, 3]);
        assert_eq!(some[&3].name, "Practical Django");
        assert!(Book::objects(&db).in_bulk(Vec::<i64>::new()).await.unwrap().is_empty());
    });
}

#[test]
fn combined_rows_are_filtered_ordered_sliced_reversed_and_summed_as_a_whole() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let either = all.clone().filter(|a| a.age.lt(30)).union(all.filter(|a| a.age.gt(45)));
        let middle = either.clone().order_by(|a| (a.age, a.name)).offset(1).limit(2);
        assert_eq!(middle.values(|a| a.name).await.unwrap(), ["James Bennett", "Paul Bissex"]);
        let aged = either.clone().filter(|a| a.age.eq(29));
        assert_eq!(ids(&db, aged).await, [4, 6]);
        assert_eq!(ids_in_order(&db, either.clone().order_by(|a| a.id).reverse()).await, [9, 8, 7, 6, 4]);
        let last = either.clone().order_by(|a| a.id).last().await.unwrap();
        assert_eq!(last.unwrap().id, 9);
        assert_eq!(either.clone().aggregate(|a| a.age.sum()).await.unwrap(), Some(186));
        let counted = either.annotate(|a| a.books.count()).order_by(|(a, _)| a.id);
        let counted = counted.values(|(a, n)| (a.id, n));
        assert_eq!(counted.await.unwrap(), [(4, 1), (6, 1), (7, 1), (8, 2), (9, 1)]);
    });
}

#[test]
fn slices_of_both_sides_are_taken_before_they_are_combined() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let oldest = all.clone().order_by(|a| a.age.desc()).limit(2);
        let ends = oldest.union(all.order_by(|a| a.age).limit(2)).order_by(|a| a.name);
        let expected = ["James Bennett", "Peter Norvig", "Stuart Russell", "Wesley J. Chun"];
        assert_eq!(ends.values(|a| a.name).await.unwrap(), expected);
    });
}

#[test]
fn counted_rows_are_combined_and_ordered_by_what_was_counted() {
    on_the_data(async |db| {
        let counted = Publisher::objects(&db).annotate(|p| p.books.count());
        let several = counted.clone().filter(|(_, n)| n.gt(1));
        let either = several.union(counted.filter(|(_, n)| n.eq(0))).order_by(|(p, n)| (n.desc(), p.name));
        let told = either.values(|(p, n)| (p.name, n)).await.unwrap();
        let expected = [("Apress", 2), ("Prentice Hall", 2), ("Jonno's House of Books", 0)];
        assert_eq!(told, expected.map(|(name, n)| (name.to_owned(), n)));
    });
}

#[test]
fn combined_keys_are_a_set_and_relations_of_combined_rows_are_loaded() {
    on_the_data(async |db| {
        let books = Book::objects(&db);
        let long = books.clone().filter(|b| b.pages.gt(900));
        let poor = books.filter(|b| b.rating.eq(3));
        let keys =
            long.clone().values(|b| b.publisher.key()).union(poor.clone().values(|b| b.publisher.key()));
        assert_eq!(ids(&db, Publisher::objects(&db).filter(|p| p.id.is_in(keys))).await, [2, 3, 4]);
        let either = long.union(poor).order_by(|b| b.id).select_related(|b| b.publisher).await.unwrap();
        let publishers: Vec<_> = either.iter().map(|b| b.publisher.loaded().unwrap().name.as_str()).collect();
        assert_eq!(publishers, ["Sams", "Prentice Hall", "Morgan Kaufmann"]);
    });
}

#[test]
fn combined_rows_are_neither_updated_nor_deleted() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let either = all.clone().filter(|a| a.age.lt(30)).union(all.filter(|a| a.age.gt(45)));
        let refused = db.assert_statements(0, either.clone().update(|a| a.age.set(1))).await;
        assert_eq!(refused.unwrap_err().kind(), Kind::Misuse);
        let refused = db.assert_statements(0, either.delete()).await;
        assert_eq!(refused.unwrap_err().kind(), Kind::Misuse);
    });
}
