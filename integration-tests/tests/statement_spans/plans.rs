//! The plan of a slow statement.

use std::net::IpAddr;

use querent::Error;
use querent::prelude::*;
use rust_decimal::{Decimal, dec};
use serde_json::json;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::slow::lines;
use crate::{Category, Product, Tag, watched};

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_plan_leaves_nothing_behind_and_the_next_one_of_the_text_is_not_asked_for(db: Db) {
    let one = db.to_builder().max_connections(2).build().unwrap();
    watched(&one).await;
    Tag::draft().word("cub").create(&one).await.unwrap();
    let text = "SELECT id, word FROM tags AS lions, pg_sleep(0.8) WHERE id = {}";
    for _ in 0..2 {
        Tag::raw(&one, text, (1_i64,)).await.unwrap();
    }
    let told = lines("AS lions", 2).await;
    assert_eq!(told.iter().filter(|line| line.contains_key("plan")).count(), 1, "{told:#?}");

    let status = one.status();
    assert_eq!((status.quarantined, status.discarded), (0, 0));
    let held = one.with_client(async |client| {
        let row = client
            .query_one(
                "SELECT current_setting('plan_cache_mode'), current_setting('statement_timeout'), \
                 current_setting('transaction_read_only'), \
                 (SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'querent%')",
                &[],
            )
            .await?;
        let settings = (0..3).map(|n| row.get(n)).collect::<Vec<String>>();
        Ok::<_, Error>((settings, row.get::<_, i64>(3)))
    });
    assert_eq!(held.await.unwrap(), (vec!["auto".to_owned(), "0".to_owned(), "off".to_owned()], 0));
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_pool_without_a_free_connection_tells_of_a_slow_statement_without_its_plan(db: Db) {
    let one = db.to_builder().max_connections(1).build().unwrap();
    watched(&one).await;
    Tag::draft().word("cub").create(&one).await.unwrap();
    let work = one.atomic(async |tx| {
        Tag::raw(tx, "SELECT id, word FROM tags AS wolves, pg_sleep(0.8)", ()).await?;
        let told = lines("AS wolves", 1).await;
        assert!(!told[0].contains_key("plan"), "{told:#?}");
        Ok::<_, Error>(())
    });
    work.await.unwrap();
}

/// What is read and written slowly.
#[derive(Model, Debug)]
#[model(table = "sloths")]
struct Sloth {
    id: i64,
    word: String,
    mood: Mood,
    age: i16,
    weight: Decimal,
    key: Uuid,
    born: Date,
    seen: OffsetDateTime,
    friends: Vec<i32>,
    address: IpAddr,
    notes: serde_json::Value,
}

#[derive(Choices, Debug, Clone, Copy, PartialEq, Eq)]
#[choices(postgres = "mood of sloths")]
enum Mood {
    Sleepy,
    Awake,
}

/// Every row that is read or written takes its time.
const SLOWLY: &str = "
    ALTER TABLE sloths RENAME TO sloths_at_rest;
    CREATE FUNCTION slowly() RETURNS boolean LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.8); RETURN TRUE; END';
    CREATE VIEW sloths AS SELECT * FROM sloths_at_rest WHERE slowly()";

#[querent_testkit::test(models = [Category, Product, Tag, Sloth])]
async fn a_plan_is_found_whatever_types_the_values_have_and_shows_none_of_them(db: Db) {
    watched(&db).await;
    let key = Uuid::from_u128(0x5ec3e7);
    let sloth = Sloth::draft()
        .word("hunter2")
        .mood(Mood::Sleepy)
        .age(4711_i16)
        .weight(dec!(47.11))
        .key(key)
        .born(date!(2011 - 11 - 11))
        .seen(datetime!(2012-12-12 12:12 UTC))
        .friends(vec![4712, 4713])
        .address("10.47.11.1".parse::<IpAddr>().unwrap())
        .notes(json!({"secret": "hunter2"}))
        .create(&db)
        .await
        .unwrap();
    db.batch_execute(SLOWLY).await.unwrap();
    let found = Sloth::objects(&db)
        .filter(|s| {
            s.word.eq("hunter2") & s.mood.eq(Mood::Sleepy) & s.age.eq(4711) & s.weight.eq(dec!(47.11))
        })
        .filter(|s| {
            s.key.eq(key) & s.born.eq(date!(2011 - 11 - 11)) & s.seen.lt(datetime!(2013-01-01 00:00 UTC))
        })
        .filter(|s| {
            s.friends.contains([4712])
                & s.id.is_in([sloth.id, 4714])
                & s.mood.is_in([Mood::Sleepy, Mood::Awake])
        })
        .filter(|s| s.word.icontains("UNTER"))
        .limit(4715)
        .await
        .unwrap();
    assert_eq!(found.len(), 1);
    let line = lines("\"sloths\".\"friends\" @>", 1).await.remove(0);
    let plan = &line["plan"];
    assert!(plan.contains("Scan on sloths_at_rest") && plan.contains("$1"), "{plan}");
    for value in ["hunter2", "471", "5ec3e7", "sleepy", "2011", "2013", "UNTER"] {
        assert!(!line.values().any(|field| field.contains(value)), "{value}: {line:#?}");
    }
}

#[querent_testkit::test(models = [Category, Product, Tag, Zebra])]
async fn a_slow_write_is_explained_and_not_run_again(db: Db) {
    watched(&db).await;
    db.batch_execute(
        "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN PERFORM pg_sleep(0.8); RETURN NEW; END'; \
         CREATE TRIGGER slowly BEFORE INSERT ON zebras FOR EACH ROW EXECUTE FUNCTION slowly()",
    )
    .await
    .unwrap();
    Zebra::draft().word("okapi").create(&db).await.unwrap();
    let told = lines("INSERT INTO \"zebras\"", 1).await;
    assert!(told[0]["plan"].contains("Insert on zebras"), "{told:#?}");
    assert!(!told[0].values().any(|field| field.contains("okapi")), "{told:#?}");
    assert_eq!(Zebra::objects(&db).count().await.unwrap(), 1);
}

/// What is written slowly, by one test.
#[derive(Model, Debug)]
#[model(table = "zebras")]
struct Zebra {
    id: i64,
    word: String,
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_pool_for_a_pooler_asks_for_plans_too(db: Db) {
    watched(&db).await;
    let pooled = db.to_builder().without_statement_cache().build().unwrap();
    Tag::draft().word("cub").create(&pooled).await.unwrap();
    Tag::raw(&pooled, "SELECT id, word FROM tags AS lynxes, pg_sleep(0.8) WHERE word <> {}", ("x",))
        .await
        .unwrap();
    assert!(lines("AS lynxes", 1).await[0].contains_key("plan"));
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_plan_has_all_partitions_and_a_hundred_lines_at_most(db: Db) {
    watched(&db).await;
    db.batch_execute(
        "CREATE TABLE herds (id bigint, word text) PARTITION BY LIST (id);
         DO 'BEGIN FOR n IN 1..70 LOOP
                 EXECUTE format($$CREATE TABLE herd_%s PARTITION OF herds FOR VALUES IN (%s)$$, n, n);
             END LOOP; END';
         INSERT INTO herds VALUES (1, 'x')",
    )
    .await
    .unwrap();
    let text = "SELECT herds.id, herds.word FROM herds, pg_sleep(0.8) WHERE herds.id = {}";
    assert_eq!(Tag::raw(&db, text, (1_i64,)).await.unwrap().len(), 1);
    let line = lines("FROM herds", 1).await.remove(0);
    let plan: Vec<_> = line["plan"].lines().collect();
    assert!(plan.iter().any(|line| line.contains("Seq Scan on herd_2 ")), "{plan:#?}");
    assert_eq!(plan.len(), 101, "{plan:#?}");
    assert!(plan[100].ends_with("lines more"), "{plan:#?}");
}
