//! Many rows that are created at once, in one statement.

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::StatementCounts;
use rust_decimal::dec;
use serde_json::json;
use time::macros::datetime;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

use crate::models::{Detail, Product, Review, Tag, names, shop};

fn by_id(db: &Db) -> QuerySet<Product> {
    Product::objects(db).order_by(|p| p.id)
}

#[querent_testkit::test(models = [Review, Detail])]
async fn many_rows_come_back_in_the_order_of_their_drafts(db: Db) -> Result<()> {
    shop(&db).await;
    let names_of = ["z", "a", "m", "b"];
    let drafts = names_of.map(|name| Product::draft().category(1).name(name).price(1));
    let created = db.assert_statements(1, async { Product::objects(&db).bulk_create(drafts).await }).await?;
    assert_eq!(names(&created), names_of);
    assert_eq!(created.iter().map(|p| p.id).collect::<Vec<_>>(), [6, 7, 8, 9]);
    assert!(created.iter().all(|p| p.is_active && p.created_at == created[0].created_at));
    let draft = |at: usize| Product::draft().category(1).name(format!("p{at}")).price(1);
    let mixed = [draft(0), draft(1).stock(5), draft(2), draft(3).note("n").stock(1), draft(4).stock(0)];
    let sql = db.record_statements();
    let created = Product::objects(&db).bulk_create(mixed).await?;
    assert_eq!(names(&created), ["p0", "p1", "p2", "p3", "p4"]);
    assert_eq!(created.iter().map(|p| p.stock).collect::<Vec<_>>(), [0, 5, 0, 1, 0]);
    let sql = sql.statements();
    assert_eq!(
        (sql.first().map(String::as_str), sql.last().map(String::as_str)),
        (Some("BEGIN"), Some("COMMIT"))
    );
    assert_eq!(sql.len(), 5);
    let failing = [draft(0), draft(1).supplier(99)];
    assert!(Product::objects(&db).bulk_create(failing).await.is_err());
    assert_eq!(by_id(&db).count().await?, 14, "all of them or none");
    let none = Product::objects(&db).bulk_create((0..0).map(draft));
    assert!(db.assert_statements(0, none).await?.is_empty());
    Ok(())
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Every {
    id: i64,
    small: Option<i16>,
    flag: Option<bool>,
    real: Option<f32>,
    text: Option<String>,
    number: Option<rust_decimal::Decimal>,
    day: Option<Date>,
    clock: Option<Time>,
    local: Option<PrimitiveDateTime>,
    instant: Option<OffsetDateTime>,
    uuid: Option<uuid::Uuid>,
    json: Option<serde_json::Value>,
    sizes: Option<Jsonb<Vec<u8>>>,
    bytes: Option<Vec<u8>>,
}

#[querent_testkit::test(models = [Every])]
async fn columns_of_every_type_hold_values_and_nulls_side_by_side(db: Db) -> Result<()> {
    let draft = || Every::draft();
    let full = |at: u8| {
        let day = datetime!(2026-01-02 3:04:05.678901);
        let draft =
            draft().small(i16::from(at)).flag(true).real(0.5f32).text("a,\"b\"{NULL}\\").number(dec!(1.50));
        let draft = draft.day(day.date()).clock(day.time()).local(day).instant(day.assume_utc());
        let draft = draft.uuid(uuid::Uuid::from_u128(at.into())).json(json!({"a": [null, "x"]}));
        draft.sizes(Jsonb(vec![at])).bytes(vec![0, at, 255])
    };
    let empty = || {
        let draft = draft().small(None).flag(None).real(None).text(None).number(None).day(None).clock(None);
        draft.local(None).instant(None).uuid(None).json(None).sizes(None).bytes(None)
    };
    let rows = db
        .assert_statements(1, async {
            Every::objects(&db).bulk_create([empty(), full(1), empty(), full(2)]).await
        })
        .await?;
    assert_eq!(rows[1], Every { id: 2, ..full(1).create(&db).await? });
    assert_eq!(rows[2], Every { id: 3, ..empty().create(&db).await? });
    assert_eq!(rows[3].bytes.as_deref(), Some(&[0, 2, 255][..]));
    assert_eq!(rows[3].text.as_deref(), Some("a,\"b\"{NULL}\\"));
    assert_eq!(Every::objects(&db).filter(|e| e.json.is_null()).count().await?, 3);
    Ok(())
}

#[derive(Model, Debug, Clone)]
struct Bare {
    id: i64,
}

#[derive(Model, Debug, Clone)]
struct Stamped {
    id: i64,
    #[field(default = "new")]
    state: String,
    #[field(auto_now_add)]
    created_at: OffsetDateTime,
}

#[querent_testkit::test(models = [Bare, Stamped])]
async fn rows_of_nothing_but_defaults_are_one_statement_too(db: Db) -> Result<()> {
    assert_eq!(Bare::draft().create(&db).await?.id, 1);
    assert_eq!(Stamped::draft().create(&db).await?.state, "new");
    let many = Bare::objects(&db).bulk_create((0..1000).map(|_| Bare::draft()));
    let many = db.assert_statements(1, many).await?;
    assert_eq!((many.len(), many[0].id, many[999].id), (1000, 2, 1001));
    let many = Stamped::objects(&db).bulk_create((0..3).map(|_| Stamped::draft()));
    let many = db.assert_statements(1, many).await?;
    assert_eq!((many.len(), many[2].state.as_str(), many[0].created_at), (3, "new", many[2].created_at));
    let mut bare = many.len() as i64;
    bare = Bare::objects(&db).by_key(bare).await?.id;
    Bare { id: bare }.save(&db).await?;
    assert_eq!(Bare { id: 5000 }.save(&db).await.unwrap_err().kind(), Kind::DoesNotExist);
    Ok(())
}

#[querent_testkit::test(models = [Tag])]
async fn seventy_thousand_rows_are_one_statement(db: Db) -> Result<()> {
    let drafts = (0..70_000).map(|at| Tag::draft().name(at.to_string()));
    let created = db.assert_statements(1, async { Tag::objects(&db).bulk_create(drafts).await }).await?;
    assert_eq!(created.len(), 70_000);
    assert!(created.iter().enumerate().all(|(at, tag)| tag.name == at.to_string()));
    let keys: Vec<i64> = created.iter().map(|tag| tag.id).collect();
    assert_eq!(Tag::objects(&db).filter(|t| t.id.is_in(keys)).count().await?, 70_000);
    Ok(())
}

#[querent_testkit::test(
    models = [Tag],
    sql = "CREATE FUNCTION only_odd() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN IF NEW.id % 2 = 0 THEN RETURN NULL; END IF; RETURN NEW; END $$;
           CREATE TRIGGER only_odd BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION only_odd()"
)]
async fn rows_that_a_trigger_keeps_back_are_an_error_that_says_what_is_there(db: Db) -> Result<()> {
    let drafts = || ["a", "b", "c"].map(|name| Tag::draft().name(name));
    let error = Tag::objects(&db).bulk_create(drafts()).await.unwrap_err();
    let what = "2 of 3 new rows of `Tag` were created, and which ones is not known: a trigger or rule of `tags` kept \
                the others back";
    assert_eq!(
        (error.kind(), error.to_string()),
        (Kind::DoesNotExist, format!("{what}; those that were created are committed"))
    );
    assert_eq!(Tag::objects(&db).count().await?, 2);
    Tag::objects(&db).delete().await?;
    let error = db.atomic(async |tx| Tag::objects(tx).bulk_create(drafts()).await).await.unwrap_err();
    let what = what.replace('2', "1");
    assert_eq!(error.to_string(), format!("{what}; return this error from the transaction to undo it"));
    assert_eq!(Tag::objects(&db).count().await?, 0);
    let mixed = [Tag::draft().name("a"), Tag::draft().name("b"), Tag::draft().id(20).name("c")];
    let error = Tag::objects(&db).bulk_create(mixed).await.unwrap_err();
    assert_eq!(error.to_string(), format!("{}; none of them stays", what.replace('3', "2")));
    assert_eq!(Tag::objects(&db).count().await?, 0);
    Ok(())
}
