//! What Rust or a column cannot hold is an error that names the field and shows no value.

use std::error::Error as _;

use querent::Kind;
use querent::prelude::*;
use rust_decimal::dec;
use time::macros::datetime;

use crate::types::{Sample, created, smallest};

/// What is in the column once `set` was run on the only row.
async fn failure(db: &Db, set: &str) -> querent::Error {
    created(db, &smallest()).await.unwrap();
    db.batch_execute(&format!("UPDATE sample SET {set}")).await.unwrap();
    let error = Sample::objects(db).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    db.batch_execute("SELECT 1; DELETE FROM sample").await.unwrap();
    error
}

#[querent_testkit::test(models = [Sample])]
async fn what_rust_cannot_hold_is_an_error_that_names_model_and_field(db: Db) {
    db.batch_execute("ALTER TABLE sample ALTER price TYPE numeric").await.unwrap();
    for (set, field) in [
        ("number = 'NaN'", "number"),
        ("number = 'Infinity'", "number"),
        ("price = '-Infinity'", "price"),
        ("number = 1e28 * 8", "number"),
        ("number = 1e30", "number"),
        ("number = 1e33", "number"),
        ("number = 1e39", "number"),
        ("number = -1e120", "number"),
        ("number = 1234567890123456789012345678901234567890", "number"),
        ("day = 'infinity'", "day"),
        ("day = '-infinity'", "day"),
        ("day = '10000-01-01'", "day"),
        ("clock = '24:00'", "clock"),
        ("local = 'infinity'", "local"),
        ("instant = '-infinity'", "instant"),
        ("instant = '20000-01-01 00:00Z'", "instant"),
        ("size = '{\"width\": \"secret\"}'", "size"),
        ("size = '3'", "size"),
    ] {
        let error = failure(&db, set).await;
        let text = error.to_string();
        assert!(text.starts_with(&format!("`Sample.{field}` cannot hold")), "{set}: {text}");
        assert!(!format!("{error:?} {error}").contains("secret"), "{error:?}");
    }
}

#[querent_testkit::test(models = [Sample])]
async fn values_that_do_not_fit_are_named_by_their_place(db: Db) {
    created(&db, &smallest()).await.unwrap();
    db.batch_execute("UPDATE sample SET number = 'NaN'").await.unwrap();
    let error = Sample::objects(&db).values(|s| (s.id, s.number)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    assert_eq!(
        error.to_string(),
        "value 2 of a row of `Sample`, `number`, cannot hold what the database has there (numeric)"
    );
}

#[querent_testkit::test(models = [Sample])]
async fn a_table_with_a_column_of_another_type_is_an_error_that_names_both(db: Db) {
    created(&db, &smallest()).await.unwrap();
    for (change, text) in [
        ("integer TYPE bigint", "`Sample.integer` cannot hold what the database has there (int8)"),
        ("big TYPE text", "`Sample.big` cannot hold what the database has there (text)"),
        ("small DROP NOT NULL", ""),
    ] {
        db.batch_execute(&format!("ALTER TABLE sample ALTER {change}")).await.unwrap();
        if !text.is_empty() {
            let error = Sample::objects(&db).await.unwrap_err();
            assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Decode, text));
            let back = if change.starts_with("big") {
                "big TYPE bigint USING 0"
            } else {
                "integer TYPE integer USING 0"
            };
            db.batch_execute(&format!("ALTER TABLE sample ALTER {back}")).await.unwrap();
        }
    }
    db.batch_execute("UPDATE sample SET small = NULL").await.unwrap();
    let error = Sample::objects(&db).await.unwrap_err();
    assert_eq!(error.to_string(), "`Sample.small` cannot hold what the database has there (int2)");
    assert!(error.source().is_some());
}

#[querent_testkit::test(models = [Sample])]
async fn what_a_column_refuses_is_an_error_without_the_value(db: Db) {
    let long = created(&db, &Sample { short: "secret".to_owned(), ..smallest() }).await.unwrap_err();
    let wide = created(&db, &Sample { price: dec!(1234.56), ..smallest() }).await.unwrap_err();
    let zero = created(&db, &Sample { text: "secret\0".to_owned(), ..smallest() }).await.unwrap_err();
    for (error, code) in [(long, "22001"), (wide, "22003"), (zero, "22021")] {
        assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::DataException, code));
        assert!(error.violation().is_none());
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret") && !shown.contains("1234"), "{shown}");
    }
    assert_eq!(Sample::objects(&db).count().await.unwrap(), 0);
}

#[querent_testkit::test(models = [Sample])]
async fn an_instant_without_a_date_in_utc_is_an_error_and_no_panic(db: Db) {
    let beyond = datetime!(9999-12-31 23:59:59 -1);
    for _ in 0..3 {
        let list = Sample::objects(&db).filter(|s| s.instant.is_in([beyond])).await.unwrap_err();
        let one = Sample::objects(&db).filter(|s| s.instant.lt(beyond)).await.unwrap_err();
        let new = created(&db, &Sample { instant: beyond, ..smallest() }).await.unwrap_err();
        assert_eq!([list.kind(), one.kind(), new.kind()], [Kind::Database; 3]);
        assert_eq!(Sample::objects(&db).count().await.unwrap(), 0, "the connection is as good as before");
    }
}
