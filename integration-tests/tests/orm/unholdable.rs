//! What Rust cannot hold is an error that names model and field, however it is read; computed values are rounded.

use futures::TryStreamExt;
use querent::prelude::*;
use querent::{Error, Kind, Result};
use rust_decimal::Decimal;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

#[derive(Model, Debug, Clone, PartialEq)]
struct Reading {
    id: i64,
    day: Option<Date>,
    clock: Option<Time>,
    local: Option<PrimitiveDateTime>,
    instant: Option<OffsetDateTime>,
    length: Option<Duration>,
    number: Option<Decimal>,
    #[field(max_digits = 50, decimal_places = 40)]
    exact: Option<Decimal>,
    #[field(default = [])]
    days: Vec<Date>,
    #[field(default = [])]
    clocks: Vec<Time>,
    #[field(default = [])]
    instants: Vec<OffsetDateTime>,
    #[field(default = [])]
    numbers: Vec<Option<Decimal>>,
}

#[derive(Model, Debug, Clone)]
struct Report {
    id: i64,
    #[relation(on_delete = Cascade)]
    reading: ForeignKey<Reading>,
}

/// What is stored, the field, and the type's name on the server.
const STORED: &[(&str, &str, &str)] = &[
    ("day = 'infinity'", "day", "date"),
    ("day = '-infinity'", "day", "date"),
    ("day = '4714-11-24 BC'", "", ""),
    ("day = '5874897-12-31'", "day", "date"),
    ("clock = '24:00'", "clock", "time"),
    ("local = 'infinity'", "local", "timestamp"),
    ("local = '294276-12-31 23:59:59.999999'", "local", "timestamp"),
    ("instant = '-infinity'", "instant", "timestamptz"),
    ("instant = '294276-12-31 23:59:59.999999Z'", "instant", "timestamptz"),
    ("length = '1 month'", "length", "interval"),
    ("number = 'NaN'", "number", "numeric"),
    ("number = 'Infinity'", "number", "numeric"),
    ("number = '-Infinity'", "number", "numeric"),
    ("number = 1234567890123456789012345678901234567890", "number", "numeric"),
    ("number = 0.1234567890123456789012345678901234567890", "number", "numeric"),
    ("number = 79228162514264337593543950336", "number", "numeric"),
    ("number = 12345678901234567890.1234567891", "number", "numeric"),
    ("number = 12345678901234567890.1234567890", "", ""),
    ("number = 1e-29", "number", "numeric"),
    ("number = 79228162514264337593543950335", "", ""),
    ("number = -7.9228162514264337593543950335", "", ""),
    ("number = 1.0000000000000000000000000000000000000000", "", ""),
    ("exact = 1.5", "", ""),
    ("exact = 1e-40", "exact", "numeric"),
    ("days = '{2026-01-01,infinity}'", "days", "_date"),
    ("clocks = '{24:00}'", "clocks", "_time"),
    ("instants = '{294276-01-01 0:00Z}'", "instants", "_timestamptz"),
    ("numbers = '{1,NULL,NaN}'", "numbers", "_numeric"),
    ("numbers = '{1e-40}'", "numbers", "_numeric"),
];

async fn store(db: &Db, set: &str) -> Report {
    db.batch_execute("DELETE FROM reading; DELETE FROM report").await.unwrap();
    let reading = Reading::draft().create(db).await.unwrap();
    db.batch_execute(&format!("UPDATE reading SET {set}")).await.unwrap();
    Report::draft().reading(&reading).create(db).await.unwrap()
}

fn named<T: std::fmt::Debug>(result: Result<T>, stored: &(&str, &str, &str)) {
    let (set, field, ty) = stored;
    if field.is_empty() {
        assert!(result.is_ok(), "{set}: {result:?}");
        return;
    }
    let error: Error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::Decode);
    let text = format!("`Reading.{field}` cannot hold what the database has there ({ty})");
    assert_eq!(error.to_string(), text, "{set}");
}

#[querent_testkit::test(models = [Report])]
async fn an_instance_names_model_and_field(db: Db) {
    for stored in STORED {
        store(&db, stored.0).await;
        named(Reading::objects(&db).await, stored);
    }
}

#[querent_testkit::test(models = [Report])]
async fn a_stream_names_model_and_field(db: Db) {
    for stored in STORED {
        store(&db, stored.0).await;
        named(Reading::objects(&db).stream().try_collect::<Vec<_>>().await, stored);
    }
}

#[querent_testkit::test(models = [Report])]
async fn related_rows_name_model_and_field(db: Db) {
    for stored in STORED {
        let report = store(&db, stored.0).await;
        named(Report::objects(&db).select_related(|r| r.reading).await, stored);
        named(Report::objects(&db).prefetch_related(|r| r.reading).await, stored);
        named(report.reading.load(&db).await, stored);
    }
}

#[querent_testkit::test(models = [Report])]
async fn a_value_names_model_and_column(db: Db) {
    let refused = [
        ("number = 'NaN'", "number", "numeric"),
        ("number = 1e-40", "number", "numeric"),
        ("exact = 1e-40", "exact", "numeric"),
    ];
    for (set, column, ty) in refused {
        store(&db, set).await;
        let own = Reading::objects(&db).values(|r| (r.id, r.number, r.exact)).await.unwrap_err();
        let place = if column == "number" { 2 } else { 3 };
        let text = format!(
            "value {place} of a row of `Reading`, `{column}`, cannot hold what the database has there ({ty})"
        );
        assert_eq!((own.kind(), own.to_string()), (Kind::Decode, text));
        let related = Report::objects(&db).values(|r| (r.reading.number, r.reading.exact)).await.unwrap_err();
        assert!(
            related.to_string().contains(&format!("of a row of `Report`, `{column}`, cannot hold")),
            "{related}"
        );
        let slice = Reading::objects(&db)
            .limit(1)
            .order_by(|r| r.id)
            .values(|r| (r.number, r.exact))
            .await
            .unwrap_err();
        assert!(slice.to_string().contains(&format!("`{column}`, cannot hold")), "{slice}");
    }
}

#[querent_testkit::test(models = [Report])]
async fn a_computed_number_is_rounded(db: Db) -> Result<()> {
    store(&db, "number = 1, exact = 2").await;
    let third = Reading::objects(&db).values(|r| r.number / Decimal::from(3)).await?;
    assert_eq!(third, [Some(rust_decimal::dec!(0.33333333333333333333))]);
    db.batch_execute("UPDATE reading SET number = 0.12345678901234567890123456785000000000").await?;
    let same = Reading::objects(&db).values(|r| r.number + Decimal::ZERO).await?;
    assert_eq!(same, [Some(rust_decimal::dec!(0.1234567890123456789012345679))]);
    store(&db, "number = 1").await;
    db.batch_execute("INSERT INTO reading (number) VALUES (1), (0.0000000000000000000000000001)").await?;
    let average = Reading::objects(&db).aggregate(|r| r.number.avg()).await?;
    assert_eq!(average, Some(rust_decimal::dec!(0.6666666666666666666666666667)));
    let average = Report::objects(&db).annotate(|r| r.reading.number.avg()).await?;
    assert_eq!(average[0].1, Some(Decimal::ONE));
    db.batch_execute("UPDATE reading SET number = 'NaN'").await?;
    let error = Reading::objects(&db).values(|r| r.number + Decimal::ZERO).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "value 1 of a row of `Reading` cannot hold what the database has there (numeric)"
    );
    Ok(())
}

/// Its `exact` cannot be read back once its weight is not a number.
#[derive(Model, Debug, Clone, PartialEq)]
struct Sack {
    id: i64,
    name: String,
    weight: f64,
    #[field(version)]
    version: i64,
    #[field(generated = "weight::numeric")]
    exact: Option<Decimal>,
}

async fn sacks(db: &Db, names: &[&str]) -> Result<Vec<Sack>> {
    Sack::objects(db).bulk_create(names.iter().map(|name| Sack::draft().name(*name).weight(1.0))).await
}

#[querent_testkit::test(models = [Report])]
async fn columns_that_are_read_again_are_named_and_set_together_or_not_at_all(db: Db) -> Result<()> {
    let mut reading = Reading::draft().create(&db).await?;
    db.batch_execute("UPDATE reading SET clock = '10:00', number = 'NaN'").await?;
    let before = reading.clone();
    let error = reading.refresh_only(&db, |r| (r.number, r.clock)).await.unwrap_err();
    assert_eq!(error.to_string(), "`Reading.number` cannot hold what the database has there (numeric)");
    assert_eq!(reading, before);
    reading.refresh_only(&db, |r| r.clock).await?;
    assert_eq!(reading.clock, Some(time::macros::time!(10:00)));
    Ok(())
}

/// What is said of a column of a row that was written and is not read back.
const WRITTEN: &str = "`Sack.exact` cannot hold what the database has there (numeric); the statement has written the row, and \
                       the instance is as it was before";

#[querent_testkit::test(models = [Sack])]
async fn an_instance_that_is_written_and_not_read_back_is_as_it_was_and_the_error_says_so(
    db: Db,
) -> Result<()> {
    let mut sack = sacks(&db, &["rice"]).await?.remove(0);
    let before = sack.clone();
    let update = sack.update(&db, |s| (s.name.set("oats"), s.weight.set(f64::NAN)));
    let error = update.await.unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Decode, WRITTEN));
    assert!(std::error::Error::source(&error).is_some(), "the cause is kept");
    assert_eq!(sack, before);
    assert_eq!(Sack::objects(&db).values(|s| (s.name, s.version)).await?, [("oats".to_owned(), 2)]);
    sack = Sack { weight: f64::NAN, version: 2, ..before };
    let error = sack.save(&db).await.unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Decode, WRITTEN));
    assert_eq!((sack.version, sack.exact), (2, Some(Decimal::ONE)));
    Ok(())
}

#[querent_testkit::test(models = [Sack])]
async fn new_rows_that_are_written_and_not_read_back_are_told_of_as_written(db: Db) -> Result<()> {
    let draft = || Sack::draft().name("rice").weight(f64::NAN);
    let errors =
        [draft().create(&db).await.map(drop), Sack::objects(&db).bulk_create(vec![draft()]).await.map(drop)];
    for error in errors.map(|result| result.expect_err("NaN is no `Decimal`")) {
        assert_eq!(error.kind(), Kind::Decode);
        assert!(error.to_string().ends_with("; the statement has written all the same"), "{error}");
    }
    assert_eq!(Sack::objects(&db).count().await?, 2);
    Ok(())
}

#[querent_testkit::test(models = [Sack])]
async fn of_many_instances_that_are_written_those_that_can_be_are_read_back(db: Db) -> Result<()> {
    let mut sacks = sacks(&db, &["rice", "oats", "rye"]).await?;
    for (sack, weight) in sacks.iter_mut().zip([2.0, f64::NAN, 3.0]) {
        sack.weight = weight;
    }
    let error = Sack::objects(&db).bulk_update(&mut sacks, |s| s.weight).await.unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Decode, WRITTEN));
    let read: Vec<_> = sacks.iter().map(|sack| (sack.version, sack.exact)).collect();
    let whole = |number: i64| Some(Decimal::from(number));
    assert_eq!(read, [(2, whole(2)), (1, whole(1)), (2, whole(3))]);
    Ok(())
}
