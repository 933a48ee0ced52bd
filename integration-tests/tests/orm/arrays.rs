//! Arrays: how they are stored, looked into, and written many at a time.

use std::net::IpAddr;

use querent::prelude::*;
use querent::{Kind, Result};
use querent_migrate::ddl::create_statements;
use querent_migrate::schema_of;
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};
use serde_json::json;
use time::macros::{date, datetime, time};
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use crate::models::{Detail, Product, Review, shop};

#[derive(Model, Debug, Clone, PartialEq)]
struct Every {
    id: i64,
    small: Vec<i16>,
    integer: Vec<i32>,
    big: Vec<i64>,
    real: Vec<f32>,
    double: Vec<f64>,
    flag: Vec<bool>,
    text: Vec<String>,
    #[field(max_length = 3)]
    short: Vec<String>,
    number: Vec<Decimal>,
    #[field(max_digits = 5, decimal_places = 2)]
    price: Vec<Decimal>,
    day: Vec<Date>,
    clock: Vec<Time>,
    local: Vec<PrimitiveDateTime>,
    instant: Vec<OffsetDateTime>,
    length: Vec<Duration>,
    uuid: Vec<Uuid>,
    address: Vec<IpAddr>,
    document: Vec<Jsonb<Vec<u8>>>,
    json: Vec<serde_json::Value>,
    bytes: Vec<Vec<u8>>,
    maybe: Vec<Option<i32>>,
    none: Option<Vec<Option<String>>>,
}

fn full() -> Every {
    Every {
        id: 1,
        small: vec![i16::MIN, 0],
        integer: vec![1, 2, 1],
        big: vec![i64::MAX],
        real: vec![1.5],
        double: vec![0.1, -0.0],
        flag: vec![true, false],
        text: vec!["it's, {\"new\"}".to_owned(), String::new(), "NULL".to_owned()],
        short: vec!["ßßß".to_owned()],
        number: vec![dec!(1.50), Decimal::MAX],
        price: vec![dec!(999.99)],
        day: vec![date!(2026 - 02 - 28)],
        clock: vec![time!(23:59:59.999999)],
        local: vec![datetime!(2026-01-01 0:00)],
        instant: vec![datetime!(2026-01-01 0:00 UTC)],
        length: vec![Duration::seconds(-90)],
        uuid: vec![Uuid::nil()],
        address: vec!["::1".parse().unwrap()],
        document: vec![Jsonb(vec![1, 2])],
        json: vec![json!(null), json!({"a": [1]})],
        bytes: vec![vec![0, 255], vec![]],
        maybe: vec![None, Some(3), None],
        none: None,
    }
}

async fn created(db: &Db, of: &Every) -> Every {
    let of = of.clone();
    let draft =
        Every::draft().small(of.small).integer(of.integer).big(of.big).real(of.real).double(of.double);
    let draft =
        draft.flag(of.flag).text(of.text).short(of.short).number(of.number).price(of.price).day(of.day);
    let draft = draft.clock(of.clock).local(of.local).instant(of.instant).length(of.length).uuid(of.uuid);
    let draft = draft.address(of.address).document(of.document).json(of.json).bytes(of.bytes).maybe(of.maybe);
    draft.none(of.none).create(db).await.unwrap()
}

#[querent_testkit::test(models = [Every])]
async fn an_array_of_every_type_comes_back_as_it_was(db: Db) -> Result<()> {
    let mut row = created(&db, &full()).await;
    assert_eq!(row, full());
    row.text.push("more".to_owned());
    row.none = Some(vec![None, Some("x".to_owned())]);
    row.integer.clear();
    row.save(&db).await?;
    assert_eq!(Every::objects(&db).by_key(1).await?, row);
    let by_values = Every::objects(&db).values(|e| (e.text, e.none, e.maybe)).await?;
    assert_eq!(by_values, [(row.text, row.none, row.maybe)]);
    Ok(())
}

#[test]
fn the_types_of_arrays_are_those_of_their_elements() {
    let ddl = create_statements(&schema_of(&[Every::META, Doc::META]).unwrap()).unwrap().join(";\n");
    for column in [
        r#""small" smallint[] NOT NULL"#,
        r#""short" varchar(3)[] NOT NULL"#,
        r#""price" numeric(5,2)[] NOT NULL"#,
        r#""instant" timestamptz[] NOT NULL"#,
        r#""length" interval[] NOT NULL"#,
        r#""address" inet[] NOT NULL"#,
        r#""document" jsonb[] NOT NULL"#,
        r#""bytes" bytea[] NOT NULL"#,
        r#""maybe" integer[] NOT NULL"#,
        r#""none" text[],"#,
        r#""nums" integer[],"#,
        r#""tags" text[] NOT NULL DEFAULT '{}'"#,
        r#""words" text[] NOT NULL DEFAULT '{"it''s","a,b"}'"#,
    ] {
        assert!(ddl.contains(column), "{column}\n{ddl}");
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Doc {
    id: i64,
    nums: Option<Vec<i32>>,
    #[field(default = [])]
    tags: Vec<String>,
    #[field(default = ["it's", "a,b"])]
    words: Vec<String>,
}

/// Django's rows.
async fn docs(db: &Db) {
    for (nums, tags) in [
        (Some(vec![1]), vec!["thoughts"]),
        (Some(vec![2]), vec!["thoughts", "django"]),
        (Some(vec![2, 3]), vec!["tutorial", "django"]),
        (Some(vec![20, 30, 40]), vec![]),
        (None, vec![]),
        (Some(vec![]), vec!["django"]),
    ] {
        Doc::draft().nums(nums).tags(tags).create(db).await.unwrap();
    }
}

async fn ids<F: FnOnce(Fields<Doc>) -> Q<Doc>>(db: &Db, condition: F) -> Vec<i64> {
    Doc::objects(db).filter(condition).order_by(|d| d.id).values(|d| d.id).await.unwrap()
}

#[querent_testkit::test(models = [Doc])]
async fn lookups_of_arrays_are_djangos(db: Db) {
    docs(&db).await;
    assert_eq!(ids(&db, |d| d.nums.contains([2])).await, [2, 3]);
    assert_eq!(ids(&db, |d| d.nums.contains([2, 3])).await, [3]);
    assert_eq!(ids(&db, |d| d.nums.contained_by([1, 2, 3])).await, [1, 2, 3, 6]);
    assert_eq!(ids(&db, |d| d.nums.overlap([2, 40])).await, [2, 3, 4]);
    assert_eq!(ids(&db, |d| d.nums.len().lte(2)).await, [1, 2, 3, 6]);
    assert_eq!(ids(&db, |d| d.nums.len().eq(0)).await, [6]);
    assert_eq!(ids(&db, |d| d.nums.at(0).eq(2)).await, [2, 3]);
    assert_eq!(ids(&db, |d| d.nums.slice(0..2).eq([2, 3])).await, [3]);
    assert_eq!(ids(&db, |d| d.nums.slice(0..1).eq([2]) & d.nums.len().ne(2)).await, [2]);
    assert_eq!(ids(&db, |d| d.nums.slice(1..).eq([30, 40])).await, [4]);
    assert_eq!(ids(&db, |d| d.nums.slice(..=1).eq([20, 30])).await, [4]);
    assert_eq!(ids(&db, |d| d.nums.eq([1])).await, [1]);
    assert_eq!(ids(&db, |d| d.nums.eq(None)).await, [5]);
    assert_eq!(ids(&db, |d| d.nums.is_in([[1], [2]])).await, [1, 2]);
    assert_eq!(ids(&db, |d| d.nums.is_in(vec![vec![2, 3], vec![]])).await, [3, 6]);
    assert_eq!(ids(&db, |d| d.nums.not_in([[1], [2]])).await, [3, 4, 5, 6]);
    assert_eq!(ids(&db, |d| !d.nums.contains([2])).await, [1, 4, 5, 6]);
    assert_eq!(ids(&db, |d| d.tags.contains(["django"])).await, [2, 3, 6]);
    assert_eq!(ids(&db, |d| d.tags.contains(vec!["django".to_owned()])).await, [2, 3, 6]);
    assert_eq!(ids(&db, |d| d.tags.contains(d.words)).await, [0i64; 0]);
    assert_eq!(ids(&db, |d| d.tags.at(1).icontains("DJ")).await, [2, 3]);
    assert_eq!(ids(&db, |d| d.nums.at(5).is_null()).await, [1, 2, 3, 4, 5, 6]);
    assert_eq!(ids(&db, |d| d.nums.gt([2, 3]) | d.nums.ne([1])).await, [2, 3, 4, 5, 6]);
}

#[querent_testkit::test(models = [Doc])]
async fn parts_of_arrays_are_values(db: Db) -> Result<()> {
    docs(&db).await;
    let rows = Doc::objects(&db)
        .order_by(|d| d.id)
        .values(|d| (d.nums.len(), d.tags.len(), d.nums.at(1), d.tags.slice(..1)))
        .await?;
    let tags = |tags: &[&str]| tags.iter().map(|tag| (*tag).to_owned()).collect::<Vec<_>>();
    assert_eq!(rows[2], (Some(2), 2, Some(3), tags(&["tutorial"])));
    assert_eq!(rows[4], (None, 0, None, tags(&[])));
    assert_eq!(rows[5], (Some(0), 1, None, tags(&["django"])));
    Ok(())
}

#[querent_testkit::test(models = [Doc])]
async fn an_update_sets_arrays_and_a_default_fills_them(db: Db) -> Result<()> {
    let doc = Doc::draft().create(&db).await?;
    assert_eq!((doc.nums, doc.tags, doc.words), (None, vec![], vec!["it's".to_owned(), "a,b".to_owned()]));
    Doc::objects(&db).update(|d| (d.nums.set([1, 2]), d.tags.set(["x"]))).await?;
    Doc::objects(&db).update(|d| d.words.set(d.tags)).await?;
    let doc = Doc::objects(&db).get(|d| d.id.eq(1)).await?;
    assert_eq!(
        (doc.nums, doc.tags.as_slice(), doc.words),
        (Some(vec![1, 2]), &["x".to_owned()][..], vec!["x".to_owned()])
    );
    Doc::objects(&db).update(|d| d.nums.set(None)).await?;
    assert_eq!(Doc::objects(&db).values(|d| d.nums).await?, [None]);
    Ok(())
}

#[querent_testkit::test(models = [Every])]
async fn arrays_of_every_type_are_created_many_at_a_time(db: Db) -> Result<()> {
    let draft = |of: Every| {
        let draft =
            Every::draft().small(of.small).integer(of.integer).big(of.big).real(of.real).double(of.double);
        let draft =
            draft.flag(of.flag).text(of.text).short(of.short).number(of.number).price(of.price).day(of.day);
        let draft = draft.clock(of.clock).local(of.local).instant(of.instant).length(of.length).uuid(of.uuid);
        let draft =
            draft.address(of.address).document(of.document).json(of.json).bytes(of.bytes).maybe(of.maybe);
        draft.none(of.none)
    };
    let other = Every {
        id: 2,
        text: vec![],
        maybe: vec![None],
        none: Some(vec![Some("a".to_owned()), None]),
        integer: vec![7; 1000],
        ..full()
    };
    let drafts = [draft(full()), draft(other.clone()), draft(full())];
    let rows = db.assert_statements(1, Every::objects(&db).bulk_create(drafts)).await?;
    assert_eq!(rows, [full(), other, Every { id: 3, ..full() }]);
    assert_eq!(Every::objects(&db).order_by(|e| e.id).await?, rows);
    Ok(())
}

#[querent_testkit::test(models = [Doc])]
async fn many_rows_with_arrays_keep_their_order_a_thousand_in_a_statement(db: Db) -> Result<()> {
    let doc = |at: i32| {
        let nums = (at % 3 > 0).then(|| (0..at % 7).collect::<Vec<i32>>());
        Doc::draft().nums(nums).tags(vec![format!("tag {at}")])
    };
    // BEGIN, three statements and COMMIT.
    let rows = db.assert_statements(5, Doc::objects(&db).bulk_create((0..2500).map(doc))).await?;
    for (at, row) in (0..).zip(&rows) {
        assert_eq!(row.nums, (at % 3 > 0).then(|| (0..at % 7).collect()));
        assert_eq!(row.tags, [format!("tag {at}")]);
    }
    Ok(())
}

#[querent_testkit::test(models = [Doc])]
async fn what_no_vec_holds_is_an_error_that_names_model_and_field(db: Db) -> Result<()> {
    for nums in ["{1,NULL}", "{{1,2},{3,4}}"] {
        db.batch_execute(&format!("DELETE FROM doc; INSERT INTO doc (nums) VALUES ('{nums}')")).await?;
        let error = Doc::objects(&db).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Decode);
        assert_eq!(error.to_string(), "`Doc.nums` cannot hold what the database has there (_int4)");
    }
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
enum Mood {
    Calm,
    Wild,
}

/// Arrays of `varchar`, which PostgreSQL compares with no `text[]`.
#[derive(Model, Debug, Clone, PartialEq)]
struct Label {
    id: i64,
    #[field(max_length = 3)]
    short: Vec<String>,
    #[field(max_length = 3)]
    maybe: Option<Vec<String>>,
    #[field(max_length = 5)]
    moods: Vec<Mood>,
    text: Vec<String>,
}

#[querent_testkit::test(models = [Label])]
async fn lookups_of_arrays_of_short_texts_are_those_of_any_array(db: Db) -> Result<()> {
    let label =
        |word: &str, moods: &[Mood]| Label::draft().short([word]).maybe([word]).moods(moods).text([word]);
    let drafts = [
        label("a", &[Mood::Calm]),
        label("b", &[Mood::Wild]),
        label("c", &[]).maybe(None::<Vec<String>>).text(["x"]),
    ];
    Label::objects(&db).bulk_create(drafts).await?;
    let l = Label::fields();
    let conditions: Vec<(Q<Label>, &[i64])> = vec![
        (l.short.eq(["a"]), &[1]),
        (!l.short.eq(["a"]), &[2, 3]),
        (l.short.ne(["a"]), &[2, 3]),
        (l.maybe.ne(["a"]), &[2, 3]),
        (!l.maybe.eq(["a"]), &[2, 3]),
        (l.short.gte(["b"]), &[2, 3]),
        (l.short.between(["a"], ["b"]), &[1, 2]),
        (!l.maybe.between(["b"], ["c"]), &[1, 3]),
        (l.short.is_in([["a"], ["c"]]), &[1, 3]),
        (l.maybe.not_in([["a"], ["c"]]), &[2, 3]),
        (l.short.contains(["a"]), &[1]),
        (l.short.overlap(["a", "c"]), &[1, 3]),
        (l.moods.eq([Mood::Wild]), &[2]),
        (l.moods.ne([Mood::Wild]), &[1, 3]),
        (l.moods.is_in([vec![Mood::Wild], vec![]]), &[2, 3]),
        (l.short.slice(..1).eq(["b"]), &[2]),
        (l.short.slice(..1).ne(["b"]), &[1, 3]),
        (l.short.slice(..1).is_in([["b"]]), &[2]),
        (l.short.slice(..1).between(["b"], ["c"]), &[2, 3]),
        (l.short.eq(l.text), &[1, 2]),
        (l.text.eq(l.short), &[1, 2]),
        (l.text.ne(l.maybe), &[3]),
        (l.text.slice(..).eq(l.short), &[1, 2]),
        (l.short.eq(l.maybe), &[1, 2]),
    ];
    for (at, (condition, ids)) in conditions.into_iter().enumerate() {
        let found = Label::objects(&db).filter(|_| condition.clone()).order_by(|l| l.id).values(|l| l.id);
        assert_eq!(found.await?, ids, "condition {at}");
        let others = Label::objects(&db).exclude(|_| condition).order_by(|l| l.id).values(|l| l.id).await?;
        assert_eq!(
            others,
            (1..=3).filter(|id| !ids.contains(id)).collect::<Vec<_>>(),
            "condition {at}, excluded"
        );
    }
    let texts = || Label::objects(&db).values(|l| l.text);
    let same = Label::objects(&db).filter(|l| l.short.is_in(texts())).order_by(|l| l.id);
    assert_eq!(same.values(|l| l.id).await?, [1, 2]);
    assert_eq!(Label::objects(&db).filter(|l| l.short.not_in(texts())).values(|l| l.id).await?, [3]);
    let first = Label::objects(&db).annotate(|l| l.short).filter(|(_, short)| short.eq(["a"])).await?;
    assert_eq!(first.len(), 1);
    let (label, is_new) = Label::objects(&db).get_or_create(|l| l.short, label("b", &[])).await?;
    assert_eq!((label.id, is_new), (2, false));
    Ok(())
}

#[querent_testkit::test(models = [Review, Detail])]
async fn short_texts_that_are_gathered_are_compared_as_any_array(db: Db) -> Result<()> {
    shop(&db).await;
    let gathered = || Product::objects(&db).values(|p| p.category.name).annotate(|p| p.name.array_agg());
    let with = gathered().filter(|(_, names)| names.contains(["Radio"])).values(|(p, _)| p.category.name);
    assert_eq!(with.await?, ["Audio"]);
    let without = gathered().exclude(|(_, names)| names.overlap(["Radio", "Lamp"]));
    assert_eq!(without.values(|(p, _)| p.category.name).await?, ["Books"]);
    Ok(())
}
