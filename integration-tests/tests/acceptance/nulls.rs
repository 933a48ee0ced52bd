//! NULL, nothing, and negation.

use querent::prelude::*;

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Entry, NullableName, Number, TextSample};

#[test]
fn nul_01_exclude_keeps_the_rows_where_the_column_is_null() {
    on_the_data(async |db| {
        assert_eq!(ids(&db, Entry::objects(&db).exclude(|e| e.rating.eq(4))).await, [1, 3, 4, 5]);
    });
}

#[test]
fn nul_03_a_none_in_a_list_is_left_out_and_a_list_of_only_none_needs_no_statement() {
    on_the_data(async |db| {
        let entries = Entry::objects(&db);
        assert_eq!(ids(&db, entries.clone().filter(|e| e.rating.is_in([None, Some(4)]))).await, [2]);
        let recording = db.record_statements();
        assert!(entries.clone().filter(|e| e.rating.is_in([None::<i32>])).await.unwrap().is_empty());
        assert!(recording.statements().is_empty());
        let others = entries.exclude(|e| e.rating.is_in([None, Some(4)]));
        assert_eq!(ids(&db, others).await, [1, 3, 4, 5]);
    });
}

/// `gt` and `contains` of an `Option` do not compile.
#[test]
fn nul_05_equality_with_none_is_is_null() {
    on_the_data(async |db| {
        let (entries, texts) = (Entry::objects(&db), NullableName::objects(&db));
        assert_eq!(ids(&db, entries.clone().filter(|e| e.rating.eq(None))).await, [3]);
        assert_eq!(ids(&db, texts.filter(|n| n.name.iexact(None))).await, [2]);
        assert_eq!(ids(&db, entries.exclude(|e| e.rating.eq(None))).await, [1, 2, 4, 5]);
    });
}

#[test]
fn nul_07_exclude_of_a_subquery_keeps_the_null_rows_and_is_one_statement() {
    on_the_data(async |db| {
        let all = NullableName::objects(&db);
        let inner = all.clone().filter(|n| n.name.eq("i1")).values(|n| n.name);
        assert_eq!(ids(&db, all.clone().exclude(|n| n.name.is_in(inner))).await, [2]);
        assert_eq!(ids(&db, all.exclude(|n| n.name.is_in(["i3"]))).await, [1, 2]);
    });
}

#[test]
fn nul_09_an_empty_text_is_not_null() {
    on_the_data(async |db| {
        let all = TextSample::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.eq(""))).await, [6]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.eq(None))).await, [7]);
        let others = all.exclude(|t| t.s.eq(""));
        assert_eq!(ids(&db, others).await, [1, 2, 3, 4, 5, 7, 8, 9, 10, 11]);
    });
}

#[test]
fn nul_11_xor_is_an_odd_number_of_its_conditions() {
    on_the_data(async |db| {
        let all = Number::objects(&db);
        let two = all.clone().filter(|n| n.num.lte(2) ^ n.num.gte(2));
        assert_eq!(ids(&db, two).await, [1, 3]);
        let three = all.clone().filter(|n| n.num.gte(2) ^ n.num.gte(3) ^ n.num.is_in([3]));
        assert_eq!(ids(&db, three).await, [2, 3]);
        assert_eq!(
            all.clone()
                .filter(|n| n.num.eq(1) ^ n.other_num.eq(2) ^ n.num.eq(3))
                .values(|n| n.id)
                .sql()
                .unwrap(),
            r#"SELECT "oracle_number"."id" FROM "oracle_number" WHERE ((("oracle_number"."num" = $1) <> (("oracle_number"."other_num" = $2) IS TRUE)) <> ("oracle_number"."num" = $3))"#
        );
        let negated = all.exclude(|n| n.num.lte(2) ^ n.num.gte(2));
        assert_eq!(ids(&db, negated).await, [2]);
    });
}

/// As a selected value, since there is no `annotate` here.
#[test]
fn nul_13_a_condition_on_a_null_column_is_null_as_a_value() {
    on_the_data(async |db| {
        let high = Entry::objects(&db).order_by(|e| e.id).values(|e| (e.id, e.rating.gte(4)));
        let expected = [(1, Some(true)), (2, Some(true)), (3, None), (4, Some(false)), (5, Some(false))];
        assert_eq!(high.await.unwrap(), expected);
    });
}

#[test]
fn ne_is_the_negation_of_eq_also_where_both_sides_are_null() {
    on_the_data(async |db| {
        db.batch_execute("UPDATE oracle_number SET other_num = NULL, another_num = NULL WHERE id = 3")
            .await
            .unwrap();
        let all = Number::objects(&db);
        let equal = all.clone().filter(|n| n.other_num.eq(n.another_num));
        assert_eq!(ids(&db, equal).await, [2]);
        let excluded = all.clone().exclude(|n| n.other_num.eq(n.another_num));
        assert_eq!(ids(&db, excluded).await, [1, 3]);
        let unequal = all.clone().filter(|n| n.other_num.ne(n.another_num));
        assert_eq!(ids(&db, unequal).await, [1, 3]);
        let not_unequal = all.clone().exclude(|n| n.other_num.ne(n.another_num));
        assert_eq!(ids(&db, not_unequal).await, [2]);
        let not_one = all.filter(|n| n.other_num.ne(1));
        assert_eq!(ids(&db, not_one).await, [2, 3]);
    });
}
