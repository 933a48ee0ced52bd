//! Which joins are inner ones, which are not, and which are not needed.

use querent::prelude::*;

use crate::ask::{Joins, joins, names, rows};
use crate::database::on_the_data;
use crate::models::{Comment, Creator, Entry, ExtraInfo, LeafA, ModelA, Tag};

const NONE: Joins = Joins { inner: 0, left: 0 };

#[test]
fn jp_01_or_over_nullable_keys_does_not_lose_the_row_of_the_other_branch() {
    on_the_data(async |db| {
        let rows =
            ModelA::objects(&db).filter(|a| a.d.name.eq("foo") | a.b.name.eq("foo") | a.b.c.name.eq("foo"));
        assert_eq!(joins(&rows), Joins { inner: 1, left: 2 });
        assert_eq!(names(&db, rows).await, ["a1"]);
    });
}

#[test]
fn jp_03_or_of_an_own_column_and_a_reverse_key_keeps_rows_without_the_relation() {
    on_the_data(async |db| {
        let leaves = LeafA::objects(&db).filter(|a| a.data.eq("first") | a.joins.b.data.eq("second"));
        assert_eq!(names(&db, leaves).await, ["first", "joined"]);
    });
}

/// Rankings stand for the reports of the case, whose key refers to another column of creators.
#[test]
fn jp_05_or_over_two_relations_that_may_both_be_missing() {
    on_the_data(async |db| {
        let e2 = ExtraInfo::objects(&db).get(|e| e.info.eq("e2")).await.unwrap();
        let all = Creator::objects(&db);
        let c = Creator::fields();
        let noted = c.items.note.extra_infos.eq(&e2);
        let ranked = c.rankings.eq(1) & c.name.eq("xyz");
        assert_eq!(names(&db, all.clone().filter(|_| noted.clone() | ranked.clone())).await, ["a2"]);
        assert_eq!(names(&db, all.clone().filter(|_| ranked | noted)).await, ["a2"]);
        let either = all.filter(|c| c.items.name.eq("three") | c.rankings.rank.eq(99));
        assert_eq!(names(&db, either).await, ["a2"]);
    });
}

#[test]
fn jp_07_a_condition_on_the_key_itself_needs_no_join() {
    on_the_data(async |db| {
        let (entries, tags) = (Entry::objects(&db), Tag::objects(&db));
        assert_eq!(joins(&entries.clone().filter(|e| e.blog.key().eq(1))), NONE);
        assert_eq!(joins(&tags.clone().filter(|t| t.parent.is_null())), NONE);
        assert_eq!(joins(&entries.filter(|e| e.blog.is_in([1, 2]))), NONE);
        assert_eq!(joins(&tags.clone().filter(|t| t.parent.is_null() | t.parent.eq(1))), NONE);
        let grandchildren = tags.clone().filter(|t| t.parent.parent.is_not_null());
        assert_eq!(joins(&grandchildren), Joins { inner: 1, left: 0 });
        let others = tags.exclude(|t| t.parent.parent.is_not_null());
        assert_eq!(joins(&others), Joins { inner: 0, left: 1 });
        assert_eq!(names(&db, grandchildren).await, ["t4", "t5"]);
        assert_eq!(names(&db, others).await, ["t1", "t2", "t3"]);
    });
}

#[test]
fn jp_09_no_relation_counts_as_not_equal() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).exclude(|t| t.parent.name.eq("t1"));
        assert_eq!(names(&db, tags).await, ["t1", "t4", "t5"]);
    });
}

#[test]
fn several_nullable_keys_in_a_row_are_inner_joins_only_where_all_of_them_must_be_there() {
    on_the_data(async |db| {
        let comments = Comment::objects(&db);
        let system = |name: &'static str| Comment::fields().post.forum.system_info.system_name.eq(name);
        let of_it = comments.clone().filter(|_| system("First system"));
        assert_eq!(joins(&of_it), Joins { inner: 3, left: 0 });
        assert_eq!(names(&db, of_it).await, ["My first comment"]);
        let others = comments.exclude(|_| system("First system"));
        assert_eq!(joins(&others), Joins { inner: 0, left: 3 });
        assert_eq!(names(&db, others).await, ["My second comment", "My third comment"]);
    });
}

#[test]
fn or_of_a_nullable_path_and_an_own_column_is_made_of_left_joins() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).filter(|t| t.parent.category.name.eq("Generic") | t.name.eq("t1"));
        assert_eq!(joins(&tags), Joins { inner: 0, left: 2 });
        assert_eq!(names(&db, tags).await, ["t1", "t2", "t3"]);
    });
}

#[test]
fn or_of_two_conditions_on_one_nullable_path_is_an_inner_join() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).filter(|t| t.parent.name.eq("t1") | t.parent.name.eq("t3"));
        assert_eq!(joins(&tags), Joins { inner: 1, left: 0 });
        assert_eq!(names(&db, tags).await, ["t2", "t3", "t4", "t5"]);
    });
}

#[test]
fn a_condition_of_another_call_makes_a_join_inner_for_all() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db)
            .filter(|t| t.parent.category.name.eq("Generic") | t.name.eq("t1"))
            .filter(|t| t.parent.name.eq("t1"));
        assert_eq!(joins(&tags), Joins { inner: 1, left: 1 });
        assert_eq!(names(&db, tags).await, ["t2", "t3"]);
    });
}

#[test]
fn the_negation_of_a_conjunction_and_of_a_disjunction_keep_the_rows_without_the_relation() {
    on_the_data(async |db| {
        let either = Tag::objects(&db).exclude(|t| t.parent.name.eq("t1") | t.name.eq("t4"));
        assert_eq!(joins(&either), Joins { inner: 0, left: 1 });
        assert_eq!(names(&db, either).await, ["t1", "t5"]);
        let both = Tag::objects(&db).exclude(|t| t.parent.name.eq("t1") & t.name.eq("t2"));
        assert_eq!(joins(&both), Joins { inner: 0, left: 1 });
        assert_eq!(names(&db, both).await, ["t1", "t3", "t4", "t5"]);
    });
}

#[test]
fn the_negation_of_a_negation_is_the_condition_with_its_inner_join() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).exclude(|t| !t.parent.name.eq("t1"));
        assert_eq!(joins(&tags), Joins { inner: 1, left: 0 });
        assert_eq!(names(&db, tags).await, ["t2", "t3"]);
    });
}

#[test]
fn a_joined_related_row_shares_the_join_of_the_conditions() {
    on_the_data(async |db| {
        let tags = Tag::objects(&db).filter(|t| t.parent.name.eq("t1")).select_related(|t| t.parent);
        assert_eq!(joins(&tags), Joins { inner: 1, left: 0 });
        for tag in rows(&db, tags).await {
            assert_eq!(tag.parent.loaded().unwrap().unwrap().name, "t1");
        }
    });
}
