//! Orderings by what is computed, and the first row of each group.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::database::on_the_data;
use crate::models::{Author, Emp, Publisher};

/// `order_by` of a queryset that is not distinct by its first keys is PostgreSQL's error 42P10.
#[test]
fn ord_09_distinct_on_is_the_first_row_of_each_group_in_the_given_order() {
    on_the_data(async |db| {
        let all = Emp::objects(&db);
        let best = all.clone().order_by(|e| (e.department, e.salary.desc())).distinct_on(|e| e.department);
        let expected = [
            ("Accounting", "Adams"),
            ("IT", "Wilkinson"),
            ("Management", "Miller"),
            ("Marketing", "Johnson"),
            ("Sales", "Smith"),
        ];
        let told = best.clone().values(|e| (e.department, e.name)).await.unwrap();
        assert_eq!(told, expected.map(|(department, name)| (department.to_owned(), name.to_owned())));
        assert_eq!(best.count().await.unwrap(), 5);
        let mismatched = all.order_by(|e| e.salary).distinct_on(|e| e.department).await.unwrap_err();
        assert!(matches!(mismatched.kind(), Kind::Misuse | Kind::Database), "{mismatched}");
    });
}

#[test]
fn ord_13_delete_refuses_the_first_rows_of_groups() {
    on_the_data(async |db| {
        let first = Author::objects(&db).order_by(|a| a.age).distinct_on(|a| a.age);
        let refused = db.assert_statements(0, first.delete()).await.unwrap_err();
        assert_eq!(refused.kind(), Kind::Misuse);
    });
}

/// An aggregate in an ordering is written as an annotation first.
#[test]
fn ord_17_ordering_by_an_annotation_and_by_a_case() {
    on_the_data(async |db| {
        let publishers = Publisher::objects(&db)
            .annotate(|p| p.books.count())
            .order_by(|(p, n)| (n.desc(), p.name))
            .values(|(p, _)| p.name);
        let expected = ["Apress", "Prentice Hall", "Morgan Kaufmann", "Sams", "Jonno's House of Books"];
        assert_eq!(publishers.await.unwrap(), expected);
        let departments = Emp::objects(&db).order_by(|e| {
            let rank = when(e.department.eq("Sales"), 0).when(e.department.eq("IT"), 1).otherwise(2);
            (rank, e.department)
        });
        let mut departments = departments.values(|e| e.department).await.unwrap();
        departments.dedup();
        assert_eq!(departments, ["Sales", "IT", "Accounting", "Management", "Marketing"]);
    });
}
