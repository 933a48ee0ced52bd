//! Lookups beyond the cases: of functions and of parts, with columns on their right, and with NULLs.

use querent::prelude::*;
use time::macros::{date, time};

use crate::ask::ids;
use crate::database::on_the_data;
use crate::models::{Book, Company, Emp, Entry, Number, Store, TextSample};

#[test]
fn patterns_are_made_of_columns_and_functions_and_their_signs_stand_for_themselves() {
    on_the_data(async |db| {
        let books = Book::objects(&db);
        assert_eq!(ids(&db, books.filter(|b| b.name.contains(b.name.left(3)))).await, [1, 2, 3, 4, 5, 6]);
        let texts = TextSample::objects(&db);
        let own = texts.clone().filter(|t| t.s.contains(t.s));
        assert_eq!(ids(&db, own).await, [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
        let percent = texts.alias(|_| value("a%")).filter(|(t, text)| t.s.startswith(text));
        assert_eq!(percent.values(|(t, _)| t.id).await.unwrap(), [3]);
        let entries = Entry::objects(&db).filter(|e| e.headline.icontains(e.blog.name));
        assert!(ids(&db, entries).await.is_empty());
    });
}

#[test]
fn functions_and_parts_have_the_lookups_of_their_values() {
    on_the_data(async |db| {
        let books = Book::objects(&db);
        assert_eq!(ids(&db, books.clone().filter(|b| b.name.length().gt(14))).await, [1, 3, 5, 6]);
        assert_eq!(ids(&db, books.clone().filter(|b| b.pubdate.year().gte(2008))).await, [2, 3, 4]);
        assert_eq!(ids(&db, books.clone().filter(|b| b.pubdate.year().is_in([1991, 1995]))).await, [5, 6]);
        assert_eq!(ids(&db, books.clone().filter(|b| b.pubdate.month().gt(b.id))).await, [1, 2, 3, 4, 6]);
        let between = books.filter(|b| b.pubdate.between(date!(2007 - 01 - 01), date!(2008 - 06 - 23)));
        assert_eq!(ids(&db, between).await, [1, 2, 3]);
        let stores = Store::objects(&db);
        let day = date!(1994 - 04 - 23);
        assert_eq!(ids(&db, stores.clone().filter(|s| s.original_opening.date().eq(day))).await, [1]);
        assert_eq!(ids(&db, stores.clone().filter(|s| s.original_opening.date().gt(day))).await, [2]);
        let early = stores.clone().filter(|s| s.original_opening.time().lt(time!(10:00)));
        assert_eq!(ids(&db, early).await, [1]);
        assert_eq!(ids(&db, stores.clone().filter(|s| s.original_opening.minute().eq(17))).await, [1]);
        assert_eq!(ids(&db, stores.clone().filter(|s| s.original_opening.second().eq(37))).await, [2]);
        assert_eq!(ids(&db, stores.filter(|s| s.friday_night_closing.hour().eq(23))).await, [1, 2]);
    });
}

#[test]
fn excluded_comparisons_keep_the_rows_where_a_side_is_null() {
    on_the_data(async |db| {
        let all = Number::objects(&db);
        assert_eq!(ids(&db, all.clone().exclude(|n| n.num.eq(n.other_num))).await, [3]);
        assert_eq!(ids(&db, all.clone().exclude(|n| n.num.gt(n.other_num))).await, [1, 2, 3]);
        let unknown = all.clone().filter(|n| (n.other_num + n.another_num).is_null());
        assert_eq!(ids(&db, unknown).await, [1, 3]);
        let among = all.exclude(|n| n.num.is_in(Number::objects(&db).values(|m| m.other_num)));
        // Django finds nothing: SQL does not know whether a set with a NULL has a value.
        assert_eq!(ids(&db, among).await, [3]);
    });
}

#[test]
fn texts_are_compared_by_patterns_and_without_regard_to_case() {
    on_the_data(async |db| {
        let all = TextSample::objects(&db);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.regex("^a.c$"))).await, [1, 2, 3, 4]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iregex("^ABC"))).await, [1, 5, 11]);
        assert_eq!(ids(&db, all.clone().exclude(|t| t.s.regex("^a"))).await, [5, 6, 7, 8, 9, 10]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iexact("ÉTÉ"))).await, [8, 9]);
        assert_eq!(ids(&db, all.clone().filter(|t| t.s.iexact("a_c"))).await, [2]);
        let others = all.clone().exclude(|t| t.s.iexact("abc"));
        assert_eq!(ids(&db, others).await, [2, 3, 4, 6, 7, 8, 9, 10, 11]);
        let folded = all.clone().filter(|t| t.s.iexact(t.s.lower()));
        assert_eq!(ids(&db, folded).await, [1, 2, 3, 4, 5, 6, 8, 9, 10, 11]);
        let replaced = all.alias(|t| t.s.coalesce("nothing")).filter(|(_, text)| text.eq("nothing"));
        assert_eq!(replaced.values(|(t, _)| t.id).await.unwrap(), [7]);
    });
}

#[test]
fn a_boolean_column_is_a_condition() {
    on_the_data(async |db| {
        assert_eq!(ids(&db, Company::objects(&db).filter(|c| c.based_in_eu)).await, [2]);
        assert_eq!(ids(&db, Company::objects(&db).filter(|c| !c.based_in_eu)).await, [1, 3]);
    });
}

#[test]
fn the_best_of_each_group_by_subqueries_and_by_distinct_on() {
    on_the_data(async |db| {
        let all = Emp::objects(&db);
        let newest = all.clone().filter(|e| {
            let colleagues = Emp::within(e).filter(|o| o.department.eq(e.department));
            e.hire_date.eq(subquery(colleagues.order_by(|o| o.hire_date.desc()).values(|o| o.hire_date)))
        });
        assert_eq!(ids(&db, newest).await, [4, 6, 7, 10, 12]);
        let above_average = all.filter(|e| {
            let colleagues = Emp::within(e).filter(|o| o.department.eq(e.department));
            e.salary.gt(colleagues.aggregate(|o| o.salary.avg()))
        });
        assert_eq!(ids(&db, above_average).await, [1, 3, 4, 5, 7, 9, 11]);
        let first = Book::objects(&db).order_by(|b| (b.rating, b.pages.desc())).distinct_on(|b| b.rating);
        assert_eq!(first.values(|b| b.id).await.unwrap(), [2, 5, 1, 6]);
    });
}
