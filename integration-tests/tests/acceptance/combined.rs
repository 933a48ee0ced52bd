//! Querysets combined as sets: UNION, INTERSECT and EXCEPT.

use querent::prelude::*;

use crate::ask::{ids, ids_in_order};
use crate::database::on_the_data;
use crate::models::{Author, Book};

#[test]
fn set_01_union_removes_duplicates_and_union_all_keeps_them() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let young = all.clone().filter(|a| a.age.lt(30));
        let either = all.clone().filter(|a| a.age.lt(26) | a.age.gt(50));
        assert_eq!(ids(&db, young.clone().union(either.clone())).await, [4, 6, 7, 8]);
        assert_eq!(ids(&db, young.union_all(either)).await, [4, 6, 7, 7, 8]);
        let one = |key: i64| all.clone().filter(move |a| a.id.eq(key));
        assert_eq!(ids(&db, one(1).union(one(7)).union(one(8))).await, [1, 7, 8]);
    });
}

#[test]
fn set_03_order_and_slices_apply_to_the_whole_and_slices_of_a_side_stand_in_parentheses() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let either = all.clone().filter(|a| a.age.gt(45)).union(all.clone().filter(|a| a.age.eq(25)));
        assert_eq!(ids_in_order(&db, either.clone().order_by(|a| a.age.desc())).await, [8, 9, 7]);
        assert_eq!(ids_in_order(&db, either.clone().order_by(|a| a.age.desc()).limit(2)).await, [8, 9]);
        let youngest = all.clone().order_by(|a| a.age).limit(1);
        let oldest = all.order_by(|a| a.age.desc()).limit(1);
        assert_eq!(ids_in_order(&db, youngest.union(oldest).order_by(|a| a.age)).await, [7, 8]);
        assert_eq!(either.order_by(|a| a.age).first().await.unwrap().unwrap().id, 7);
    });
}

#[test]
fn set_05_count_exists_and_get_ask_the_combined_rows() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let some = all.clone().filter(|a| a.age.is_in([34, 35, 29]));
        let others = all.clone().filter(|a| a.age.eq(57) | a.id.eq(4));
        let either = some.clone().union(others.clone());
        assert_eq!(either.clone().count().await.unwrap(), 5);
        assert_eq!(some.union_all(others).count().await.unwrap(), 6);
        assert!(either.clone().exists().await.unwrap());
        let aged = |age: i32| all.clone().filter(move |a| a.age.eq(age));
        assert!(!aged(1).union(aged(2)).exists().await.unwrap());
        assert_eq!(aged(1).union(aged(57)).get(|_| Q::<Author>::all()).await.unwrap().id, 8);
        assert_eq!(either.order_by(|a| a.id).limit(2).count().await.unwrap(), 2);
    });
}

#[test]
fn set_07_a_union_within_is_in_and_the_values_of_a_union() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let aged = |age: i32| all.clone().filter(move |a| a.age.eq(age));
        let either = aged(29).union(aged(57));
        let within = all.clone().filter(|a| a.id.is_in(either.clone().values(|a| a.id)));
        assert_eq!(ids(&db, within).await, [4, 6, 8]);
        let ages = either.clone().order_by(|a| a.age).values(|a| a.age);
        assert_eq!(ages.await.unwrap(), [29, 57]);
        let named = either.order_by(|a| a.name).values(|a| (a.name, a.age)).await.unwrap();
        let expected = [("James Bennett", 29), ("Paul Bissex", 29), ("Peter Norvig", 57)];
        assert_eq!(named, expected.map(|(name, age)| (name.to_owned(), age)));
    });
}

#[test]
fn set_09_each_side_keeps_its_annotations_and_its_subqueries() {
    on_the_data(async |db| {
        let all = Author::objects(&db);
        let one = all
            .clone()
            .filter(|a| a.id.eq(3))
            .annotate(|a| exists(Book::within(a).filter(|b| b.contact.eq(a.id))))
            .values(|(a, flag)| (a.name, flag));
        let two = all
            .filter(|a| a.id.eq(8))
            .annotate(|a| exists(Book::within(a).filter(|b| b.contact.eq(a.id) & b.pages.gt(5000))))
            .values(|(a, flag)| (a.name, flag));
        let told = one.union(two).order_by(|(a, _)| a.name).await.unwrap();
        assert_eq!(told, [("Brad Dayley".to_owned(), true), ("Peter Norvig".to_owned(), false)]);
    });
}
