//! Relations to many rows: what `filter` and `exclude` say of the related rows.

use querent::prelude::*;

use crate::ask::{Joins, joins, names, names_in_order};
use crate::database::on_the_data;
use crate::models::{Blog, Creator, Employee, Identifier, Item, NumberedCreator, Person, Report, Tag};

#[test]
fn mvr_01_conditions_in_one_filter_speak_of_one_related_row() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db)
            .filter(|b| b.entries.headline.contains("Lennon") & b.entries.pub_date.year().eq(2008));
        assert_eq!(names(&db, blogs).await, ["Beatles Blog"]);
    });
}

#[test]
fn mvr_03_each_condition_of_an_exclude_may_hold_for_another_row() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db)
            .exclude(|b| b.entries.headline.contains("Lennon") & b.entries.pub_date.year().eq(2008));
        assert_eq!(names(&db, blogs).await, ["Cheddar Talk", "Silent"]);
    });
}

#[test]
fn mvr_05_exclude_across_a_reverse_key_removes_every_parent_with_any_matching_child() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db).exclude(|b| b.entries.headline.contains("Lennon"));
        assert_eq!(names(&db, blogs).await, ["Cheddar Talk", "Silent"]);
    });
}

#[test]
fn mvr_07_parents_repeat_for_each_related_row_and_distinct_comes_before_the_slice() {
    on_the_data(async |db| {
        let items = Item::objects(&db).filter(|i| i.tags.name.is_in(["t1", "t2"])).order_by(|i| i.name);
        assert_eq!(names_in_order(&db, items.clone().limit(3)).await, ["one", "one", "two"]);
        assert_eq!(names_in_order(&db, items.distinct().limit(2)).await, ["one", "two"]);
    });
}

#[test]
fn mvr_09_exclude_through_a_nullable_key_to_many_keeps_the_rows_without_that_key() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).exclude(|t| t.parent.annotations.name.eq("a1"));
        assert_eq!(names(&db, tags).await, ["t1", "t4", "t5"]);
    });
}

#[test]
fn mvr_11_two_missing_reverse_relations_are_one_condition_and_exclude_negates_the_whole() {
    on_the_data(async |db| {
        let all = Identifier::objects(&db);
        let missing = all.clone().filter(|i| i.program.is_null() & i.channel.is_null());
        assert_eq!(names(&db, missing).await, ["i3"]);
        let others = all.exclude(|i| i.program.is_null() & i.channel.is_null());
        assert_eq!(names(&db, others).await, ["i1", "i2"]);
    });
}

#[test]
fn mvr_13_a_condition_on_the_pair_inside_a_related_manager_speaks_of_the_same_pair() {
    on_the_data(async |db| {
        let alex = Person::objects(&db).get(|p| p.name.eq("Alex")).await.unwrap();
        let technical = ["Engineer", "Developer"];
        let groups = alex.groups.objects(&db);
        let tech = groups.clone().filter(|g| g.memberships.invite_reason.is_in(technical)).distinct();
        assert_eq!(names(&db, tech).await, ["google", "oracle"]);
        let other = groups.exclude(|g| g.memberships.invite_reason.is_in(technical)).distinct();
        assert_eq!(names(&db, other).await, ["google", "intel", "microsoft"]);
    });
}

#[test]
fn mvr_15_each_call_has_one_join_however_often_it_names_the_path() {
    on_the_data(async |db| {
        let one_call = Employee::objects(&db)
            .filter(|e| e.companies_led.num_employees.eq(e.companies_led.num_employees));
        assert_eq!(joins(&one_call), Joins { inner: 1, left: 0 });
        let two_calls = one_call.filter(|e| e.companies_led.num_employees.eq(e.companies_led.num_employees));
        assert_eq!(joins(&two_calls), Joins { inner: 2, left: 0 });
    });
}

#[test]
fn mvr_17_is_null_behind_a_reverse_key_also_matches_parents_without_children() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db).filter(|b| b.entries.rating.is_null());
        assert_eq!(names(&db, blogs).await, ["Pop Music Blog", "Silent"]);
    });
}

/// Querysets have no `&` and `|` here: two calls of `filter` are the one, conditions joined by `|` the other.
#[test]
fn mvr_19_both_of_two_queries_are_two_joins_and_either_of_them_is_one() {
    on_the_data(async |db| {
        let all = Creator::objects(&db);
        let both = all.clone().filter(|c| c.items.name.eq("two")).filter(|c| c.items.name.eq("three"));
        assert_eq!(joins(&both), Joins { inner: 2, left: 0 });
        assert_eq!(names(&db, both).await, ["a2"]);
        let either = all.clone().filter(|c| c.items.name.eq("two") | c.items.name.eq("one"));
        assert_eq!(joins(&either), Joins { inner: 1, left: 0 });
        assert_eq!(names(&db, either).await, ["a1", "a2"]);
        let or_plain_field = all.filter(|c| c.items.name.eq("one") | c.name.eq("a3"));
        assert_eq!(names(&db, or_plain_field).await, ["a1", "a3"]);
    });
}

/// A key refers to what the target's model calls its key: here that is the unique number.
#[test]
fn mvr_23_a_key_to_another_column_than_the_usual_one_is_compared_with_that_column() {
    on_the_data(async |db| {
        let a1 = NumberedCreator::objects(&db).get(|c| c.name.eq("a1")).await.unwrap();
        let reports = Report::objects(&db);
        assert_eq!(names(&db, reports.clone().filter(|r| r.creator.eq(&a1))).await, ["r1"]);
        let named = NumberedCreator::objects(&db).filter(|c| c.name.eq("a1"));
        assert_eq!(names(&db, reports.clone().filter(|r| r.creator.is_in(named))).await, ["r1"]);
        let reported = NumberedCreator::objects(&db).filter(|c| c.reports.name.eq("r2")).values(|c| c.name);
        assert_eq!(reported.await.unwrap(), ["a3"]);
        let keys = reports.clone().order_by(|r| r.id).values(|r| r.creator.key());
        assert_eq!(keys.await.unwrap(), [Some(1001), Some(3003), None]);
        assert_eq!(names(&db, reports.exclude(|r| r.creator.eq(&a1))).await, ["r2", "r3"]);
    });
}
