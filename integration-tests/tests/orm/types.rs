//! Every type that a column can hold goes into the database and comes back as it was; what Rust cannot hold is an
//! error that names the field.

use querent::Result;
use querent::prelude::*;
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::macros::{date, datetime, time};
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Size {
    width: u32,
    label: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    pub(crate) id: i64,
    pub(crate) small: i16,
    pub(crate) integer: i32,
    pub(crate) big: i64,
    pub(crate) real: f32,
    pub(crate) double: f64,
    pub(crate) flag: bool,
    pub(crate) text: String,
    #[field(max_length = 5)]
    pub(crate) short: String,
    pub(crate) number: Decimal,
    #[field(max_digits = 5, decimal_places = 2)]
    pub(crate) price: Decimal,
    pub(crate) day: Date,
    pub(crate) clock: Time,
    pub(crate) local: PrimitiveDateTime,
    pub(crate) instant: OffsetDateTime,
    pub(crate) uuid: Uuid,
    pub(crate) size: Jsonb<Size>,
    pub(crate) json: serde_json::Value,
    pub(crate) bytes: Vec<u8>,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Maybe {
    id: i64,
    small: Option<i16>,
    integer: Option<i32>,
    big: Option<i64>,
    real: Option<f32>,
    double: Option<f64>,
    flag: Option<bool>,
    text: Option<String>,
    #[field(max_length = 5)]
    short: Option<String>,
    number: Option<Decimal>,
    #[field(max_digits = 5, decimal_places = 2)]
    price: Option<Decimal>,
    day: Option<Date>,
    clock: Option<Time>,
    local: Option<PrimitiveDateTime>,
    instant: Option<OffsetDateTime>,
    uuid: Option<Uuid>,
    size: Option<Jsonb<Size>>,
    json: Option<serde_json::Value>,
    bytes: Option<Vec<u8>>,
}

pub(crate) fn smallest() -> Sample {
    Sample {
        id: 0,
        small: i16::MIN,
        integer: i32::MIN,
        big: i64::MIN,
        real: f32::MIN,
        double: f64::NEG_INFINITY,
        flag: false,
        text: String::new(),
        short: String::new(),
        number: Decimal::MIN,
        price: dec!(-999.99),
        day: date!(-4712 - 01 - 02),
        clock: Time::MIDNIGHT,
        local: datetime!(-4000-01-01 0:00),
        instant: datetime!(-4000-01-01 0:00 UTC),
        uuid: Uuid::nil(),
        size: Jsonb(Size { width: 0, label: None }),
        json: json!(null),
        bytes: Vec::new(),
    }
}

fn largest() -> Sample {
    Sample {
        id: 0,
        small: i16::MAX,
        integer: i32::MAX,
        big: i64::MAX,
        real: f32::MIN_POSITIVE,
        double: f64::MAX,
        flag: true,
        text: "ß ' \" \\ % 漢字 🦀 $1 --".to_owned(),
        short: "ünïcö".to_owned(),
        number: Decimal::MAX,
        price: dec!(999.99),
        day: date!(9999 - 12 - 31),
        clock: time!(23:59:59.999999),
        local: datetime!(9999-12-31 23:59:59.999999),
        instant: datetime!(9999-12-31 23:59:59.999999 UTC),
        uuid: Uuid::max(),
        size: Jsonb(Size { width: u32::MAX, label: Some("x".to_owned()) }),
        json: json!({"a": [1, 2.5, "three", null, true, {"b": {}}]}),
        bytes: (0..=255).collect(),
    }
}

pub(crate) async fn created(db: &Db, given: &Sample) -> Result<Sample> {
    let s = given.clone();
    let draft = Sample::draft().small(s.small).integer(s.integer).big(s.big).real(s.real).double(s.double);
    let draft = draft.flag(s.flag).text(s.text).short(s.short).number(s.number).price(s.price);
    let draft = draft.day(s.day).clock(s.clock).local(s.local).instant(s.instant).uuid(s.uuid);
    draft.size(s.size).json(s.json).bytes(s.bytes).create(db).await
}

#[querent_testkit::test(models = [Sample])]
async fn values_at_the_edges_of_every_type_come_back_as_they_were(db: Db) {
    for given in [smallest(), largest()] {
        let created = created(&db, &given).await.unwrap();
        assert_eq!(created, Sample { id: created.id, ..given });
        assert_eq!(Sample::objects(&db).by_key(created.id).await.unwrap(), created);
    }
    let mut first = Sample::objects(&db).by_key(1).await.unwrap();
    first = Sample { id: first.id, ..largest() };
    first.save(&db).await.unwrap();
    assert_eq!(Sample::objects(&db).by_key(1).await.unwrap(), first);
}

#[querent_testkit::test(models = [Sample])]
async fn many_rows_at_once_hold_the_same_values_as_one_by_one(db: Db) {
    let draft = |s: Sample| {
        let draft = Sample::draft().small(s.small).integer(s.integer).big(s.big).real(s.real);
        let draft = draft.double(s.double).flag(s.flag).text(s.text).short(s.short).number(s.number);
        let draft = draft.price(s.price).day(s.day).clock(s.clock).local(s.local).instant(s.instant);
        draft.uuid(s.uuid).size(s.size).json(s.json).bytes(s.bytes)
    };
    let drafts = [draft(smallest()), draft(largest())];
    let rows =
        db.assert_statements(1, async { Sample::objects(&db).bulk_create(drafts).await }).await.unwrap();
    assert_eq!(rows, [Sample { id: 1, ..smallest() }, Sample { id: 2, ..largest() }]);
}

#[querent_testkit::test(models = [Maybe])]
async fn an_option_of_every_type_holds_a_value_and_none(db: Db) {
    let none = Maybe::draft().create(&db).await.unwrap();
    let nothing = Maybe {
        id: none.id,
        small: None,
        integer: None,
        big: None,
        real: None,
        double: None,
        flag: None,
        text: None,
        short: None,
        number: None,
        price: None,
        day: None,
        clock: None,
        local: None,
        instant: None,
        uuid: None,
        size: None,
        json: None,
        bytes: None,
    };
    assert_eq!(none, nothing);
    let l = largest();
    let mut some = Maybe {
        id: none.id,
        small: Some(l.small),
        integer: Some(l.integer),
        big: Some(l.big),
        real: Some(l.real),
        double: Some(l.double),
        flag: Some(l.flag),
        text: Some(l.text),
        short: Some(l.short),
        number: Some(l.number),
        price: Some(l.price),
        day: Some(l.day),
        clock: Some(l.clock),
        local: Some(l.local),
        instant: Some(l.instant),
        uuid: Some(l.uuid),
        size: Some(l.size),
        json: Some(json!(null)), // JSON's null is a value, SQL's NULL is none
        bytes: Some(l.bytes),
    };
    some.save(&db).await.unwrap();
    assert_eq!(Maybe::objects(&db).by_key(none.id).await.unwrap(), some);
    let mut nothing = nothing;
    nothing.save(&db).await.unwrap();
    assert_eq!(Maybe::objects(&db).by_key(none.id).await.unwrap(), nothing);
}

#[querent_testkit::test(models = [Sample])]
async fn a_float_that_is_not_a_number_comes_back(db: Db) {
    let given = Sample { real: f32::NAN, double: f64::NAN, ..smallest() };
    let created = created(&db, &given).await.unwrap();
    assert!(created.real.is_nan() && created.double.is_nan());
}

#[querent_testkit::test(models = [Sample])]
async fn an_instant_is_the_same_in_every_zone(db: Db) {
    let given = Sample { instant: datetime!(2026-03-01 1:30 +5), ..smallest() };
    let created = created(&db, &given).await.unwrap();
    assert_eq!(created.instant, datetime!(2026-02-28 20:30 UTC));
    db.batch_execute("ALTER DATABASE current SET timezone = 'Asia/Tokyo'").await.unwrap_err();
    let found = Sample::objects(&db).filter(|s| s.instant.eq(datetime!(2026-03-01 1:30 +5))).count().await;
    assert_eq!(found.unwrap(), 1);
}

#[querent_testkit::test(models = [Sample])]
async fn values_of_every_type_are_found_alone_and_in_lists(db: Db) -> Result<()> {
    created(&db, &smallest()).await?;
    created(&db, &largest()).await?;
    let l = largest();
    let conditions = {
        let s = Sample::fields();
        let l = largest();
        [
            s.small.eq(l.small) & s.small.is_in([l.small, 1]),
            s.integer.eq(l.integer) & s.integer.is_in([l.integer, 1]),
            s.big.eq(l.big) & s.big.is_in([l.big, 1]),
            s.real.eq(l.real) & s.real.is_in([l.real, 1.0]),
            s.double.eq(l.double) & s.double.is_in([l.double, 1.0]),
            s.flag.eq(l.flag) & s.flag.is_in([true]),
            s.text.eq(&l.text) & s.text.is_in([l.text.as_str(), "x"]),
            s.short.eq(l.short.clone()) & s.short.is_in([l.short]),
            s.number.eq(l.number) & s.number.is_in([l.number, dec!(1)]),
            s.price.eq(l.price) & s.price.is_in([l.price]),
            s.day.eq(l.day) & s.day.is_in([l.day, date!(2026 - 01 - 01)]),
            s.clock.eq(l.clock) & s.clock.is_in([l.clock]),
            s.local.eq(l.local) & s.local.is_in([l.local]),
            s.instant.eq(l.instant) & s.instant.is_in([l.instant]),
            s.uuid.eq(l.uuid) & s.uuid.is_in([l.uuid, Uuid::nil()]) & s.uuid.ne(Uuid::nil()),
            s.size.eq(l.size.clone()) & s.size.is_in([l.size]),
            s.json.eq(l.json.clone()) & s.json.is_in([l.json]),
            s.bytes.eq(&l.bytes[..]) & s.bytes.is_in([l.bytes]),
        ]
    };
    for (at, condition) in conditions.into_iter().enumerate() {
        let found = Sample::objects(&db).filter(|s| (s.short.eq(&l.short)) & condition).count().await?;
        assert_eq!(found, 1, "condition {at}");
    }
    Ok(())
}
