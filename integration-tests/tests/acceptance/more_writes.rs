//! Values that are written: made of columns, decisions, functions and subqueries.

use querent::prelude::*;
use time::Duration;
use time::macros::date;

use crate::ask::names_in_order;
use crate::database::on_the_data;
use crate::models::{Blog, Company, Experiment, Number};

#[test]
fn columns_are_set_to_decisions_to_each_other_and_to_what_is_there_instead_of_null() {
    on_the_data(async |db| {
        let numbers = Number::objects(&db);
        let decided = numbers.clone().update(|n| n.num.set(when(n.num.gt(1), n.num * 10).otherwise(n.num)));
        assert_eq!(decided.await.unwrap(), 3);
        let replaced =
            numbers.clone().update(|n| n.other_num.set(n.other_num.coalesce(n.id.cast::<i32>()) * 2));
        assert_eq!(replaced.await.unwrap(), 3);
        let told = numbers.clone().order_by(|n| n.id).values(|n| (n.num, n.other_num));
        assert_eq!(told.await.unwrap(), [(1, Some(2)), (20, Some(4)), (30, Some(6))]);
        numbers.clone().update(|n| n.other_num.set(n.another_num)).await.unwrap();
        let told = numbers.order_by(|n| n.id).values(|n| n.other_num);
        assert_eq!(told.await.unwrap(), [None, Some(2), Some(3)]);
        let companies = Company::objects(&db);
        let swapped = companies
            .clone()
            .update(|c| (c.num_employees.set(c.num_chairs), c.num_chairs.set(c.num_employees)));
        assert_eq!(swapped.await.unwrap(), 3);
        let told = companies.order_by(|c| c.id).values(|c| (c.num_employees, c.num_chairs));
        assert_eq!(told.await.unwrap(), [(5, 2300), (4, 3), (1, 32)]);
    });
}

#[test]
fn columns_are_set_to_functions_sums_of_dates_and_the_newest_related_row() {
    on_the_data(async |db| {
        let blogs = Blog::objects(&db).order_by(|b| b.id);
        let exclaimed = blogs.clone().filter(|b| b.id.eq(1)).update(|b| b.name.set(concat(b, (b.name, "!"))));
        assert_eq!(exclaimed.await.unwrap(), 1);
        blogs.clone().update(|b| b.name.set(b.name.upper())).await.unwrap();
        let names = names_in_order(&db, blogs.clone()).await;
        assert_eq!(names, ["BEATLES BLOG!", "POP MUSIC BLOG", "CHEDDAR TALK", "SILENT"]);
        let newest = blogs.clone().update(|b| {
            let headlines = b.entries.order_by(|e| e.id.desc()).values(|e| e.headline);
            b.name.set(subquery(headlines).coalesce("none"))
        });
        assert_eq!(newest.await.unwrap(), 4);
        let names = names_in_order(&db, blogs).await;
        let expected =
            ["New Lennon Biography in Paperback", "Lennon Would Have Loved Hip Hop", "Gouda", "none"];
        assert_eq!(names, expected);
        let first = Experiment::objects(&db).filter(|e| e.name.eq("e0"));
        first.clone().update(|e| e.completed.set((e.assigned + Duration::days(3)).date())).await.unwrap();
        assert_eq!(first.values(|e| e.completed).await.unwrap(), [date!(2010 - 06 - 28)]);
    });
}

#[test]
fn rows_that_a_subquery_chooses_are_written_and_deleted() {
    on_the_data(async |db| {
        let silent = Blog::objects(&db).filter(|b| !exists(b.entries));
        assert_eq!(silent.clone().update(|b| b.name.set("x")).await.unwrap(), 1);
        let names = names_in_order(&db, Blog::objects(&db).order_by(|b| b.id)).await;
        assert_eq!(names, ["Beatles Blog", "Pop Music Blog", "Cheddar Talk", "x"]);
        assert_eq!(silent.delete().await.unwrap(), 1);
        assert_eq!(Blog::objects(&db).count().await.unwrap(), 3);
    });
}
