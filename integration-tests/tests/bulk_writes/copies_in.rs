//! Rows of streams that are copied into a table.

use std::convert::Infallible;
use std::io;

use bytes::Bytes;
use futures::{Stream, StreamExt, stream};
use querent::prelude::*;
use querent::{CopyFormat, Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::{Decimal, dec};
use serde_json::json;
use time::macros::datetime;
use time::{Date, OffsetDateTime};

use crate::models::{Country, Product, ProductDraft, shop};

fn chairs(count: usize) -> impl Stream<Item = Result<ProductDraft, Infallible>> {
    stream::iter(0..count).map(|at| {
        let draft = Product::draft().country(1).name(format!("chair {at}")).stock(at as i32);
        Ok(draft
            .price(Decimal::from(at))
            .note((at % 2 == 0).then(|| "a\tb\\N\n".to_owned()))
            .sizes([at as i32, 7]))
    })
}

#[querent_testkit::test(models = [Product])]
async fn a_stream_of_drafts_is_written_by_one_copy(db: Db) -> Result<()> {
    shop(&db).await;
    let recording = db.record_statements();
    assert_eq!(Product::objects(&db).copy_in(chairs(10_000)).await?, 10_000);
    let sent = recording.statements();
    assert_eq!(sent.len(), 4, "{sent:?}");
    assert_eq!(
        sent[2],
        "COPY \"product\" (\"country_id\", \"name\", \"price\", \"stock\", \"note\", \"sizes\", \"created_at\", \
         \"updated_at\") FROM STDIN (FORMAT binary)"
    );
    drop(recording);
    let chair = Product::objects(&db).get(|p| p.name.eq("chair 9998")).await?;
    assert_eq!((chair.stock, chair.price), (9998, dec!(9998)));
    assert_eq!((chair.note.as_deref(), chair.sizes.as_slice()), (Some("a\tb\\N\n"), [9998, 7].as_slice()));
    assert_eq!(chair.created_at, chair.updated_at);
    assert!(OffsetDateTime::now_utc() - chair.created_at < time::Duration::minutes(5));
    assert_eq!(Product::objects(&db).filter(|p| p.note.is_null()).count().await?, 5_000 + 4);
    assert_eq!(db.assert_statements(0, Product::objects(&db).copy_in(chairs(0))).await?, 0);
    Ok(())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
#[choices(postgres = "mood")]
enum Mood {
    Happy,
    Sad,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
enum Tone {
    Loud,
    Soft,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Every {
    id: i64,
    small: Option<i16>,
    flag: Option<bool>,
    real: Option<f32>,
    double: Option<f64>,
    #[field(max_length = 30)]
    text: Option<String>,
    number: Option<Decimal>,
    day: Option<Date>,
    instant: Option<OffsetDateTime>,
    uuid: Option<uuid::Uuid>,
    json: Option<serde_json::Value>,
    bytes: Option<Vec<u8>>,
    texts: Option<Vec<Option<String>>>,
    #[field(max_length = 4)]
    short: Option<Vec<Option<String>>>,
    #[field(max_length = 4)]
    tones: Option<Vec<Tone>>,
    mood: Option<Mood>,
    #[field(generated = "small * 2")]
    twice: Option<i32>,
    #[field(version)]
    version: i64,
}

#[querent_testkit::test(models = [Every])]
async fn values_of_every_type_arrive_as_they_are(db: Db) -> Result<()> {
    let moment = datetime!(2026-01-02 3:04:05.678901 UTC);
    let full = Every::draft().small(-3i16).flag(true).real(0.5f32).double(-1e300).text("é'\"\\");
    let full = full.number(dec!(-0.00000120)).day(moment.date()).instant(moment);
    let full = full.uuid(uuid::Uuid::from_u128(7)).json(json!({"a": [null, 1.5]})).bytes(vec![0, 255]);
    let full = full.texts(vec![Some("NULL".to_owned()), None]).mood(Mood::Sad);
    let full = full.short(vec![Some("ßßßß".to_owned()), None]).tones(vec![Tone::Soft, Tone::Loud]);
    let empty =
        Every::draft().small(None).flag(None).real(None).double(None).text(None).number(None).day(None);
    let empty = empty.instant(None).uuid(None).json(None).bytes(None).texts(None).mood(None);
    let empty = empty.short(None).tones(None);
    let drafts = [full.clone(), empty.clone()];
    assert_eq!(Every::objects(&db).copy_in(stream::iter(drafts.map(Ok::<_, Infallible>))).await?, 2);
    let mut expected = Every::objects(&db).bulk_create([full, empty]).await?;
    (expected[0].id, expected[1].id) = (1, 2);
    let copied = Every::objects(&db).order_by(|e| e.id).limit(2).await?;
    assert_eq!(copied, expected);
    assert_eq!((copied[0].twice, copied[0].version), (Some(-6), 1));
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_stream_that_fails_and_drafts_that_differ_write_nothing(db: Db) -> Result<()> {
    shop(&db).await;
    let failing = chairs(3_000).map(|draft| draft.map_err(|never| match never {}));
    let failing = failing.chain(stream::once(async { Err(io::Error::other("torn")) }));
    let error = Product::objects(&db).copy_in(failing).await.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidInput);
    assert!(error.to_string().contains("failed after 3000 rows; nothing is written"), "{error}");
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("torn"));
    let draft = || Product::draft().country(1).name("x");
    let differing = [draft().stock(1), draft().stock(2), draft().stock(3).note("n")];
    let error =
        Product::objects(&db).copy_in(stream::iter(differing.map(Ok::<_, Infallible>))).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    let text = "draft 3 of a `copy_in` of `Product` sets `country`, `name`, `stock`, `note`, and the first one sets \
                `country`, `name`, `stock`";
    assert!(error.to_string().starts_with(text), "{error}");
    assert_eq!(Product::objects(&db).count().await?, 4);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn what_the_server_refuses_is_told_and_the_connection_is_not_handed_on_unfit(db: Db) -> Result<()> {
    shop(&db).await;
    for _ in 0..10 {
        let foreign = chairs(10).map(|draft| draft.map(|draft| draft.country(99)));
        let error = Product::objects(&db).copy_in(foreign).await.unwrap_err();
        assert_eq!(error.kind(), Kind::ForeignKeyViolation);
        assert_eq!(Product::objects(&db).count().await?, 4);
    }
    db.batch_execute("ALTER TABLE product RENAME TO elsewhere").await?;
    for _ in 0..10 {
        assert!(Product::objects(&db).copy_in(chairs(10)).await.is_err(), "refused before the COPY begins");
        assert_eq!(Country::objects(&db).count().await?, 2);
    }
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn a_statement_that_fails_before_it_begins_leaves_no_connection_out_of_step(db: Db) -> Result<()> {
    shop(&db).await;
    db.batch_execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON product FOR EACH STATEMENT EXECUTE FUNCTION refuse()",
    )
    .await?;
    for _ in 0..10 {
        let rows = stream::iter([Ok::<_, Infallible>(Bytes::from_static(b"1,chair\n"))]);
        let copy = Product::objects(&db).copy_in_bytes(|p| (p.country, p.name), CopyFormat::Csv, rows);
        assert!(copy.await.is_err());
        assert!(Product::objects(&db).copy_in(chairs(10)).await.is_err());
        assert_eq!(Country::objects(&db).count().await?, 2);
    }
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn in_a_transaction_it_is_a_part_of_it(db: Db) -> Result<()> {
    shop(&db).await;
    let outcome = db.atomic(async |tx| -> Result<()> {
        assert_eq!(Product::objects(tx).copy_in(chairs(5)).await?, 5);
        assert_eq!(Product::objects(tx).count().await?, 9);
        let foreign = chairs(10).map(|draft| draft.map(|draft| draft.country(99)));
        assert!(Product::objects(tx).copy_in(foreign).await.is_err(), "undone alone");
        assert_eq!(Product::objects(tx).count().await?, 9);
        let own = stream::once(async {
            Product::objects(tx).count().await.map(|_| Product::draft().country(1).name("x").stock(1))
        });
        let reading = chairs(2).map(|draft| {
            draft.map_err(|never| match never {}).map(|_| Product::draft().country(1).name("x").stock(1))
        });
        let error = Product::objects(tx).copy_in(reading.chain(own)).await.unwrap_err();
        assert_eq!(error.kind(), Kind::InvalidInput, "the handle is refused while a COPY has the connection");
        assert_eq!(Product::objects(tx).count().await?, 9);
        Product::objects(tx).by_key(-1).await.map(drop)
    });
    assert!(outcome.await.is_err());
    assert_eq!(Product::objects(&db).count().await?, 4);
    Ok(())
}

#[querent_testkit::test(models = [Product])]
async fn bytes_are_copied_by_the_columns_that_are_named(db: Db) -> Result<()> {
    shop(&db).await;
    let parts =
        ["name,iso\n\"Fra", "nce\",FR\nGer", "many,DE\n"].map(|part| Ok::<_, io::Error>(Bytes::from(part)));
    let format = CopyFormat::CsvWithHeader;
    let copy = Country::objects(&db).copy_in_bytes(|c| (c.name, c.iso), format, stream::iter(parts));
    assert_eq!(copy.await?, 2);
    assert_eq!(Country::objects(&db).get(|c| c.iso.eq("FR")).await?.name, "France");
    let torn = stream::iter([Ok(Bytes::from_static(b"Italy,IT\n")), Err(io::Error::other("torn"))]);
    let error =
        Country::objects(&db).copy_in_bytes(|c| (c.name, c.iso), CopyFormat::Csv, torn).await.unwrap_err();
    assert_eq!(error.kind(), Kind::InvalidInput);
    assert_eq!(Country::objects(&db).count().await?, 4);
    Ok(())
}
