//! Fragments of SQL as values.

use querent::Kind;
use querent::prelude::*;
use querent_testkit::StatementCounts;

use crate::models::{Detail, Product, Review, names, shop};

/// A value of each product, in the order of their keys.
macro_rules! each {
    ($db:expr, $value:expr) => {
        Product::objects($db).order_by(|p| p.id).values($value).await.unwrap()
    };
}

/// The names of the products that fulfil a condition, in the order of their keys.
macro_rules! found {
    ($db:expr, $condition:expr) => {
        names(&Product::objects($db).filter($condition).order_by(|p| p.id).await.unwrap()).join(" ")
    };
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_fragment_takes_columns_expressions_and_bound_values(db: Db) {
    shop(&db).await;
    let longer = each!(&db, |p| p.raw_sql::<i32>("length({}) + {}", (p.name, 3)));
    assert_eq!(longer, [8, 7, 8, 10, 8]);
    let query =
        Product::objects(&db).values(|p| p.raw_sql::<i32>("length({}) + {}", (p.name.lower(), 3)) * 2);
    assert_eq!(
        query.sql().unwrap(),
        r#"SELECT ((length(lower("products"."name")) + $1) * $2) FROM "products""#
    );
    assert_eq!(each!(&db, |p| p.raw_sql::<Option<String>>("nullif({}, 'small')", (p.note,)))[0], None);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_fragment_is_a_condition_an_order_and_a_part_of_others(db: Db) {
    shop(&db).await;
    assert_eq!(found!(&db, |p| p.raw_sql::<bool>("{} % 2 = 1", (p.stock,))), "Radio Atlas");
    assert_eq!(found!(&db, |p| !p.raw_sql::<bool>("{} % 2 = 1", (p.stock,))), "Lamp Headset Novel");
    assert_eq!(found!(&db, |p| !p.raw_sql::<bool>("{} = 'small'", (p.note,))), "Lamp Atlas Headset Novel");
    assert_eq!(found!(&db, |p| p.raw_sql::<i32>("{} % 7", (p.stock,)).gt(4)), "Radio Novel");
    let ordered = Product::objects(&db).order_by(|p| p.raw_sql::<String>("reverse({})", (p.name,)));
    assert_eq!(names(&ordered.await.unwrap()), ["Novel", "Radio", "Lamp", "Atlas", "Headset"]);
    let behind = each!(&db, |p| p.raw_sql::<Option<i32>>("length({})", (p.supplier.name,)));
    assert_eq!(behind, [Some(4), Some(4), None, Some(4), None]);
}

#[querent_testkit::test(models = [Review, Detail])]
async fn braces_of_a_fragment_are_doubled(db: Db) {
    shop(&db).await;
    assert_eq!(each!(&db, |p| p.raw_sql::<String>("'{{}} {a}' || {}", (p.name,)))[0], "{} {a}Radio");
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_fragment_with_another_number_of_arguments_fails_before_any_sql(db: Db) {
    let query = Product::objects(&db).values(|p| p.raw_sql::<i32>("length({}) + {}", (p.name,)));
    let error = db.assert_statements(0, query).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(
        error.to_string(),
        "the fragment `length({}) + {}` has 2 places for arguments, `{}`, and was given 1"
    );
}

#[querent_testkit::test(models = [Review, Detail])]
async fn a_fragment_of_another_type_cannot_be_read(db: Db) {
    shop(&db).await;
    let error = Product::objects(&db).values(|p| p.raw_sql::<i32>("{}", (p.name,))).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
}
