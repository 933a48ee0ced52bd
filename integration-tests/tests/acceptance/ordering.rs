//! Orderings, slices, and the one row that was asked for.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::ask::{ids, ids_in_order, names_in_order};
use crate::database::on_the_data;
use crate::models::{Author, Book, OArticle, Publisher};

/// Whether a queryset is ordered is seen in its statement.
#[test]
fn ord_01_the_models_ordering_holds_until_order_by_replaces_or_clears_it() {
    on_the_data(async |db| {
        let all = OArticle::objects(&db);
        assert_eq!(ids_in_order(&db, all.clone()).await, [4, 2, 3, 1]);
        let by_headline = all.clone().order_by(|a| a.headline);
        assert_eq!(ids_in_order(&db, by_headline.clone()).await, [1, 2, 3, 4]);
        assert_eq!(ids_in_order(&db, by_headline.order_by(|a| a.headline.desc())).await, [4, 3, 2, 1]);
        assert!(all.sql().unwrap().contains("ORDER BY"));
        assert!(!all.order_by(|_| ()).sql().unwrap().contains("ORDER BY"));
    });
}

#[test]
fn ord_03_ordering_across_a_nullable_key_keeps_all_rows_and_nulls_come_last_ascending() {
    on_the_data(async |db| {
        let all = OArticle::objects(&db);
        let ascending = all.clone().order_by(|a| (a.author.name, a.headline));
        assert_eq!(ids_in_order(&db, ascending).await, [3, 4, 1, 2]);
        let descending = all.order_by(|a| (a.author.name.desc(), a.headline));
        assert_eq!(ids_in_order(&db, descending).await, [1, 2, 4, 3]);
    });
}

#[test]
fn ord_05_reverse_turns_the_models_ordering_round_and_last_is_the_first_of_the_reverse() {
    on_the_data(async |db| {
        let all = OArticle::objects(&db);
        assert_eq!(ids_in_order(&db, all.clone().reverse()).await, [1, 3, 2, 4]);
        assert_eq!(ids_in_order(&db, all.clone().reverse().reverse()).await, [4, 2, 3, 1]);
        assert_eq!(all.clone().first().await.unwrap().unwrap().id, 4);
        assert_eq!(all.clone().last().await.unwrap().unwrap().id, 1);
        assert_eq!(all.clone().order_by(|a| a.headline).last().await.unwrap().unwrap().id, 4);
        assert_eq!(Book::objects(&db).first().await.unwrap().unwrap().id, 1);
        assert!(all.filter(|a| a.id.eq(99)).first().await.unwrap().is_none());
    });
}

#[test]
fn ord_07_ordering_by_many_related_rows_repeats_the_rows() {
    on_the_data(async |db| {
        let publishers = Publisher::objects(&db).order_by(|p| p.books.pages);
        let expected = [
            "Apress",
            "Prentice Hall",
            "Apress",
            "Sams",
            "Morgan Kaufmann",
            "Prentice Hall",
            "Jonno's House of Books",
        ];
        assert_eq!(names_in_order(&db, publishers).await, expected);
    });
}

/// Where Django refuses what follows a slice, it applies to the slice here; a negative number does not compile, and
/// offsets add up however many limits stand between them, so that the slice of a slice can reach beyond it.
#[test]
fn ord_11_slices_are_limit_and_offset_and_an_empty_one_sends_nothing() {
    on_the_data(async |db| {
        let all = Author::objects(&db).order_by(|a| a.id);
        assert_eq!(ids_in_order(&db, all.clone().offset(2).limit(3)).await, [3, 4, 5]);
        let of_a_slice = all.clone().offset(2).limit(4).offset(1).limit(2);
        assert_eq!(ids_in_order(&db, of_a_slice).await, [4, 5]);
        assert_eq!(ids_in_order(&db, all.clone().offset(7)).await, [8, 9]);
        assert_eq!(ids_in_order(&db, all.clone().offset(9).limit(2)).await, [0; 0]);
        let past_the_limit = all.clone().offset(2).limit(2).offset(5);
        assert_eq!(ids_in_order(&db, past_the_limit).await, [8, 9]);
        let empty = all.clone().offset(3).limit(0);
        assert!(db.assert_statements(0, empty).await.unwrap().is_empty());
        assert_eq!(ids(&db, all.clone().limit(5).filter(|a| a.id.gt(3))).await, [4, 5]);
        let by_age = all.clone().limit(5).order_by(|a| a.age);
        assert_eq!(ids_in_order(&db, by_age).await, [4, 1, 2, 5, 3]);
        assert_eq!(all.clone().offset(3).first().await.unwrap().unwrap().id, 4);
        assert!(all.offset(99).first().await.unwrap().is_none());
    });
}

/// `delete` of values does not compile.
#[test]
fn ord_13_update_and_delete_refuse_slices() {
    on_the_data(async |db| {
        let slice = Author::objects(&db).order_by(|a| a.id).limit(2);
        let update = db.assert_statements(0, slice.clone().update(|a| a.age.set(1))).await;
        assert_eq!(update.unwrap_err().kind(), Kind::Misuse);
        let delete = db.assert_statements(0, slice.delete()).await;
        assert_eq!(delete.unwrap_err().kind(), Kind::Misuse);
        assert_eq!(Author::objects(&db).filter(|a| a.age.eq(1)).count().await.unwrap(), 0);
    });
}

#[test]
fn ord_15_get_is_one_row_of_any_queryset_and_reads_no_more_than_two() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let missing = all.clone().get(|a| a.age.eq(1)).await;
        assert_eq!(missing.unwrap_err().kind(), Kind::DoesNotExist);
        let recording = db.record_statements();
        let several = all.clone().order_by(|a| a.name).get(|a| a.age.eq(29)).await;
        assert_eq!(several.unwrap_err().kind(), Kind::MultipleObjectsReturned);
        let [statement] = recording.statements().try_into().unwrap();
        assert!(statement.contains("LIMIT") && !statement.contains("ORDER BY"), "{statement}");
        assert_eq!(all.clone().get(|a| a.name.startswith("Peter")).await.unwrap().id, 8);
        let first = all.clone().order_by(|a| a.id).limit(1);
        assert_eq!(first.get(|_| Q::<Author>::all()).await.unwrap().id, 1);
        assert_eq!(all.values(|a| a.name).get(|a| a.id.eq(8)).await.unwrap(), "Peter Norvig");
    });
}
