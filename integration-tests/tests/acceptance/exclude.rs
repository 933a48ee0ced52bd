//! Negated conditions across relations to many rows: each is a NOT EXISTS of its own.

use querent::prelude::*;

use crate::ask::{Joins, ids, joins, names};
use crate::database::on_the_data;
use crate::models::{Blog, Entry, Identifier, Item, RPerson, Tag, Writer};

const NONE: Joins = Joins { inner: 0, left: 0 };

#[test]
fn exclude_across_many_to_many_needs_no_join_of_the_rows_themselves() {
    on_the_data(async |db| {
        let entries = Entry::objects(&db).exclude(|e| e.authors.name.eq("Bob"));
        assert_eq!(
            entries.clone().values(|e| e.id).sql().unwrap(),
            r#"SELECT "oracle_entry"."id" FROM "oracle_entry" WHERE NOT EXISTS (SELECT 1 FROM "oracle_entry_authors" AS "U1" INNER JOIN "oracle_writer" AS "U2" ON "U2"."id" = "U1"."writer_id" WHERE "U1"."entry_id" = "oracle_entry"."id" AND "U2"."name" = $1)"#
        );
        assert_eq!(ids(&db, entries).await, [1, 3, 4]);
    });
}

#[test]
fn exclude_of_a_key_across_many_to_many_asks_the_table_of_pairs_alone() {
    on_the_data(async |db| {
        let items = Item::objects(&db).exclude(|i| i.tags.eq(1)).order_by(|_| ());
        assert_eq!(
            items.clone().values(|i| i.id).sql().unwrap(),
            r#"SELECT "oracle_item"."id" FROM "oracle_item" WHERE NOT EXISTS (SELECT 1 FROM "oracle_item_tags" AS "U1" WHERE "U1"."item_id" = "oracle_item"."id" AND "U1"."tag_id" = $1)"#
        );
        assert_eq!(ids(&db, items).await, [3, 4]);
    });
}

#[test]
fn exclude_across_two_relations_to_many_rows_is_one_subquery_for_each_condition() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let bobless = blogs.clone().exclude(|b| b.entries.authors.name.eq("Bob"));
        assert_eq!(joins(&bobless), Joins { inner: 2, left: 0 });
        assert_eq!(names(&db, bobless).await, ["Pop Music Blog", "Silent"]);
        let others = blogs.exclude(|b| b.entries.authors.name.eq("Bob") & b.entries.rating.eq(5));
        assert_eq!(names(&db, others).await, ["Cheddar Talk", "Pop Music Blog", "Silent"]);
    });
}

/// Django compares with the column of another row of its own making here; one call speaks of one row.
#[test]
fn two_columns_of_one_related_row_are_compared_in_one_subquery() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let b = Blog::fields();
        let more = || b.entries.number_of_comments.gt(b.entries.number_of_pingbacks);
        assert_eq!(names(&db, blogs.clone().filter(|_| more())).await, ["Beatles Blog", "Pop Music Blog"]);
        assert_eq!(names(&db, blogs.exclude(|_| more())).await, ["Cheddar Talk", "Silent"]);
    });
}

#[test]
fn a_related_column_is_compared_with_an_own_one_in_the_subquery() {
    on_the_data(async |db| {
        let entries = Entry::objects(&db);
        let own = entries.exclude(|e| e.blog.entries.rating.eq(e.rating));
        assert_eq!(joins(&own), NONE);
        assert_eq!(ids(&db, own).await, [3]);
    });
}

#[test]
fn a_negated_condition_behind_one_on_the_same_relation_speaks_of_the_same_row() {
    on_the_data(async |db| {
        let b = Blog::fields();
        let (lennon, four) = (|| b.entries.headline.contains("Lennon"), || b.entries.rating.eq(4));
        let same_row = Blog::objects(&db).filter(|_| lennon() & !four());
        assert_eq!(joins(&same_row), Joins { inner: 1, left: 0 });
        assert_eq!(names(&db, same_row).await, ["Beatles Blog", "Pop Music Blog"]);
        let any_row = Blog::objects(&db).filter(|_| !four() & lennon());
        assert_eq!(names(&db, any_row).await, ["Pop Music Blog"]);
    });
}

#[test]
fn behind_the_joined_row_a_negated_condition_asks_of_any_row() {
    on_the_data(async |db| {
        let b = Blog::fields();
        let (joe, bob) = (b.entries.authors.name.eq("Joe"), b.entries.authors.name.eq("Bob"));
        let blogs = Blog::objects(&db).filter(|_| joe & !bob.clone());
        assert_eq!(joins(&blogs), Joins { inner: 4, left: 0 });
        assert_eq!(names(&db, blogs).await, ["Beatles Blog"]);
        let lennon = b.entries.headline.contains("Lennon");
        let blogs = Blog::objects(&db).filter(|_| lennon & !bob);
        assert_eq!(names(&db, blogs).await, ["Beatles Blog", "Pop Music Blog"]);
        // What joins a pair already speaks of that pair.
        let entries = Entry::objects(&db).filter(|e| e.authors.name.eq("Joe") & !e.authors.name.eq("Bob"));
        assert_eq!(ids(&db, entries).await, [1, 2]);
    });
}

/// Django asks of any entry of the blog here, and only where the condition is IS NULL.
#[test]
fn a_negated_is_null_speaks_of_the_joined_row_like_any_other_condition() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db)
            .filter(|b| b.entries.headline.contains("Lennon") & !b.entries.authors.is_null());
        assert_eq!(names(&db, blogs).await, ["Beatles Blog", "Beatles Blog", "Pop Music Blog"]);
    });
}

#[test]
fn or_of_a_condition_and_a_negated_one_on_the_same_relation_keeps_rows_without_it() {
    on_the_data(async |db| {
        let blogs =
            Blog::objects(&db).filter(|b| b.entries.headline.contains("Paperback") | !b.entries.rating.eq(4));
        assert_eq!(joins(&blogs), Joins { inner: 0, left: 1 });
        let expected =
            ["Beatles Blog", "Beatles Blog", "Cheddar Talk", "Pop Music Blog", "Pop Music Blog", "Silent"];
        assert_eq!(names(&db, blogs).await, expected);
        let own = Blog::objects(&db).filter(|b| !b.entries.rating.eq(5) | b.name.eq("Beatles Blog"));
        assert_eq!(names(&db, own).await, ["Beatles Blog", "Cheddar Talk", "Pop Music Blog", "Silent"]);
    });
}

#[test]
fn negations_may_be_nested() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let b = Blog::fields();
        let four = || b.entries.rating.eq(4);
        assert_eq!(names(&db, blogs.clone().exclude(|_| !four())).await, ["Beatles Blog"]);
        let thrice = blogs.clone().exclude(|_| !!four());
        assert_eq!(names(&db, thrice).await, ["Cheddar Talk", "Pop Music Blog", "Silent"]);
        let inner = blogs.filter(|b| !(b.name.contains("o") & !four()));
        assert_eq!(names(&db, inner).await, ["Beatles Blog", "Cheddar Talk", "Silent"]);
    });
}

#[test]
fn is_null_behind_a_reverse_key_holds_of_parents_without_children_also_under_exclude() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let rated = blogs.clone().exclude(|b| b.entries.rating.is_null());
        assert_eq!(names(&db, rated).await, ["Beatles Blog", "Cheddar Talk"]);
        let unrated = blogs.clone().exclude(|b| b.entries.rating.is_not_null());
        assert_eq!(names(&db, unrated).await, ["Silent"]);
        let with = blogs.clone().exclude(|b| b.entries.is_null());
        assert_eq!(names(&db, with).await, ["Beatles Blog", "Cheddar Talk", "Pop Music Blog"]);
        assert_eq!(names(&db, blogs.filter(|b| b.entries.is_null())).await, ["Silent"]);
        let tagged = Item::objects(&db).exclude(|i| i.tags.is_null());
        assert_eq!(names(&db, tagged).await, ["four", "one", "two"]);
        assert_eq!(names(&db, Item::objects(&db).filter(|i| i.tags.is_null())).await, ["three"]);
    });
}

#[test]
fn exclude_of_a_queryset_across_many_rows_is_one_statement() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db);
        let of_bob = Entry::objects(&db).filter(|e| e.authors.name.eq("Bob"));
        let with_bob = blogs.clone().filter(|b| b.entries.is_in(of_bob.clone()));
        assert_eq!(names(&db, with_bob).await, ["Beatles Blog", "Cheddar Talk"]);
        let without_bob = blogs.clone().exclude(|b| b.entries.is_in(of_bob));
        assert_eq!(names(&db, without_bob).await, ["Pop Music Blog", "Silent"]);
        let best = Writer::objects(&db).filter(|w| w.entries.rating.eq(5));
        let without_best = blogs.exclude(|b| b.entries.authors.is_in(best));
        assert_eq!(names(&db, without_best).await, ["Cheddar Talk", "Pop Music Blog", "Silent"]);
    });
}

#[test]
fn exclude_through_a_reverse_one_to_one_to_many_keeps_the_rows_without_it() {
    on_the_data(async |db| {
        let all = Identifier::objects(&db);
        let other = all.clone().exclude(|i| i.program.channels.eq(1));
        assert_eq!(names(&db, other).await, ["i1", "i3"]);
        let in_a_channel = all.clone().exclude(|i| i.program.channels.is_null());
        assert_eq!(names(&db, in_a_channel).await, ["i2"]);
        let in_none = all.filter(|i| i.program.channels.is_null());
        assert_eq!(names(&db, in_none).await, ["i1", "i3"]);
    });
}

#[test]
fn is_null_through_a_nullable_key_to_many_holds_of_rows_without_that_key() {
    on_the_data(async |db| {
        let annotated = Tag::objects(&db).exclude(|t| t.parent.annotations.name.is_null());
        assert_eq!(names(&db, annotated).await, ["t2", "t3"]);
        let others = Tag::objects(&db).filter(|t| t.parent.annotations.name.is_null());
        assert_eq!(names(&db, others).await, ["t1", "t4", "t5"]);
    });
}

#[test]
fn a_relation_to_the_own_model_and_back_stays_apart_from_the_row_itself() {
    on_the_data(async |db| {
        let people = RPerson::objects(&db);
        let with_anne = people.clone().filter(|p| p.idols.stalkers.name.eq("Anne"));
        assert_eq!(names(&db, with_anne).await, ["Anne"]);
        let without_anne = people.exclude(|p| p.idols.stalkers.name.eq("Anne"));
        assert_eq!(names(&db, without_anne).await, ["Bill", "Chuck", "David"]);
    });
}

#[test]
fn xor_over_many_rows_counts_each_joined_row_and_negated_asks_for_any() {
    on_the_data(async |db| {
        let b = Blog::fields();
        let odd = || b.entries.rating.eq(5) ^ b.name.contains("Blog");
        let blogs = Blog::objects(&db).filter(|_| odd());
        assert_eq!(names(&db, blogs).await, ["Beatles Blog", "Pop Music Blog", "Pop Music Blog"]);
        let others = Blog::objects(&db).exclude(|_| odd());
        assert_eq!(names(&db, others).await, ["Beatles Blog", "Cheddar Talk", "Silent"]);
    });
}

#[test]
fn ne_under_exclude_is_any_related_row_that_differs_or_none_at_all() {
    on_the_data(async |db| {
        let only_four = Blog::objects(&db).exclude(|b| b.entries.rating.ne(2));
        assert_eq!(names(&db, only_four).await, ["Cheddar Talk"]);
        let only_bob = Entry::objects(&db).exclude(|e| e.authors.not_in([2]));
        assert_eq!(ids(&db, only_bob).await, [5]);
    });
}
