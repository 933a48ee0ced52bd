//! Queries within the query of a row.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::ask::names;
use crate::database::on_the_data;
use crate::models::{Blog, Company, Employee, Entry, Publisher};

/// A column behind a relation has no `set`.
#[test]
fn exp_03_update_refuses_columns_of_other_tables_and_takes_a_subquery() {
    on_the_data(async |db| {
        let joined = Employee::objects(&db).update(|e| e.salary.set(e.manager.salary));
        assert_eq!(db.assert_statements(0, joined).await.unwrap_err().kind(), Kind::Misuse);
        let all = Company::objects(&db);
        let of_joe = all.clone().filter(|c| c.ceo.firstname.eq("Joe")).update(|c| c.num_chairs.set(9));
        assert_eq!(of_joe.await.unwrap(), 1);
        let from_a_subquery = all.clone().update(|c| {
            let salary = Employee::within(c).filter(|e| e.id.eq(c.ceo.key())).values(|e| e.salary);
            c.num_chairs.set(subquery(salary).coalesce(0))
        });
        assert_eq!(db.assert_statements(1, from_a_subquery).await.unwrap(), 3);
        assert_eq!(all.order_by(|c| c.id).values(|c| c.num_chairs).await.unwrap(), [10, 20, 30]);
    });
}

#[test]
fn exp_07_the_newest_related_row_of_each_in_one_statement_and_null_without_one() {
    on_the_data(async |db| {
        let newest = Blog::objects(&db)
            .annotate(|b| subquery(b.entries.order_by(|e| e.pub_date.desc()).values(|e| e.headline).limit(1)))
            .order_by(|(b, _)| b.name)
            .values(|(b, headline)| (b.name, headline));
        let expected = [
            ("Beatles Blog", Some("New Lennon Biography in Paperback")),
            ("Cheddar Talk", Some("Gouda")),
            ("Pop Music Blog", Some("Lennon Would Have Loved Hip Hop")),
            ("Silent", None),
        ];
        let expected = expected.map(|(name, headline)| (name.to_owned(), headline.map(str::to_owned)));
        assert_eq!(db.assert_statements(1, newest).await.unwrap(), expected);
    });
}

#[test]
fn exp_09_a_subquery_that_is_known_to_be_empty_is_false_or_null_and_its_negation_true() {
    on_the_data(async |db| {
        let all = Blog::objects(&db);
        let there = all.clone().filter(|b| exists(Entry::within(b).none()));
        assert_eq!(there.count().await.unwrap(), 0);
        let missing = all.clone().filter(|b| !exists(Entry::within(b).none()));
        assert_eq!(missing.count().await.unwrap(), 4);
        let either = all.clone().filter(|b| exists(Entry::within(b).none()) | b.id.eq(1));
        assert_eq!(names(&db, either).await, ["Beatles Blog"]);
        let told = all
            .clone()
            .filter(|b| b.id.eq(1))
            .annotate(|b| {
                let none = Entry::within(b).none();
                (exists(none.clone()), !exists(none.clone()), subquery(none.values(|e| e.rating)))
            })
            .values(|(b, told)| (b.id, told));
        assert_eq!(told.await.unwrap(), [(1, (false, true, None))]);
        let zero = all.annotate(|b| subquery(Entry::within(b).none().values(|e| e.rating)).coalesce(0));
        assert_eq!(zero.get(|(b, _)| b.id.eq(1)).await.unwrap().1, 0);
    });
}

#[test]
fn sr_07_the_condition_of_a_filtered_relation_goes_into_the_join_and_keeps_every_row() {
    on_the_data(async |db| {
        let good = Publisher::objects(&db)
            .filtered_relation(|p| p.books.filter(|b| b.rating.gt(4)))
            .order_by(|(p, _)| p.name);
        let told = good.clone().values(|(p, good)| (p.name, good.name)).await.unwrap();
        let expected = [
            ("Apress", Some("Definitive Guide")),
            ("Jonno's House of Books", None),
            ("Morgan Kaufmann", Some("Paradigms of AI")),
            ("Prentice Hall", None),
            ("Sams", None),
        ];
        let expected = expected.map(|(name, book)| (name.to_owned(), book.map(str::to_owned)));
        assert_eq!(told, expected);
        let counted = good.annotate(|(_, good)| good.count()).values(|(_, n)| n);
        assert_eq!(counted.await.unwrap(), [1, 0, 1, 0, 0]);
    });
}
