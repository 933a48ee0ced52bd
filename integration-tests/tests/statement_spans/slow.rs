//! A line of the log for each statement that takes long, with its plan.

use std::time::Duration;

use querent::Error;
use querent::prelude::*;

use crate::captured::{Fields, slow};
use crate::{Category, Product, SLOW, Tag, watched};

/// The lines about statements whose text has `part` in it, once there are so many.
async fn lines(part: &str, count: usize) -> Vec<Fields> {
    for _ in 0..200 {
        if slow(part).len() >= count {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await; // and none too many
    let lines = slow(part);
    assert_eq!(lines.len(), count, "{lines:#?}");
    lines
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_slow_statement_is_told_of_once_with_its_plan_and_no_value(db: Db) {
    watched(&db).await;
    Tag::draft().word("tiger").create(&db).await.unwrap();
    let text = "SELECT id, word FROM tags AS tigers, pg_sleep(0.5) WHERE word <> 'hunter2' AND id <> 4711 AND word = {}";
    let line = line!() + 1;
    let found = Tag::raw(&db, text, ("tiger",)).await.unwrap();
    assert_eq!(found.len(), 1);

    let line_of_log = lines("AS tigers", 1).await.remove(0);
    let site = &line_of_log["site"];
    assert!(site.starts_with(&format!("{}:{line}:", file!())), "{site}");
    assert!(line_of_log["duration_ms"].parse::<f64>().unwrap() >= 500.0);
    assert_eq!(line_of_log["rows"], "1");
    assert!(!line_of_log.contains_key("error"), "{line_of_log:?}");
    let plan = &line_of_log["plan"];
    assert!(plan.contains("Seq Scan on tags tigers  (cost="), "{plan}");
    assert!(plan.contains("$1"), "{plan}");
    for value in ["tiger'", "hunter2", "4711"] {
        assert!(!line_of_log.values().any(|field| field.contains(value)), "{value}: {line_of_log:#?}");
    }
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_plan_leaves_nothing_behind_and_the_next_one_of_the_text_is_not_asked_for(db: Db) {
    let one = db.to_builder().max_connections(2).build().unwrap();
    watched(&one).await;
    Tag::draft().word("cub").create(&one).await.unwrap();
    let text = "SELECT id, word FROM tags AS lions, pg_sleep(0.5) WHERE id = {}";
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
async fn a_slow_write_is_explained_and_not_run_again(db: Db) {
    watched(&db).await;
    db.batch_execute(
        "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS \
         'BEGIN PERFORM pg_sleep(0.5); RETURN NEW; END'; \
         CREATE TRIGGER slowly BEFORE INSERT ON tags FOR EACH ROW EXECUTE FUNCTION slowly()",
    )
    .await
    .unwrap();
    Tag::draft().word("zebra").create(&db).await.unwrap();
    let told = lines("INSERT INTO \"tags\"", 1).await;
    assert!(told[0]["plan"].contains("Insert on tags"), "{told:#?}");
    assert!(!told[0].values().any(|field| field.contains("zebra")), "{told:#?}");
    assert_eq!(Tag::objects(&db).count().await.unwrap(), 1);
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_slow_statement_that_is_given_up_is_told_of_and_so_is_one_that_fails(db: Db) {
    watched(&db).await;
    let text = "SELECT 1::bigint AS id, pg_sleep(30)::text AS word FROM tags AS apes RIGHT JOIN (SELECT 1) AS one ON TRUE";
    let given_up = Tag::raw(&db, text, ()).into_future().timeout(SLOW + Duration::from_millis(50));
    assert!(given_up.await.is_err());
    assert_eq!(lines("AS apes", 1).await[0]["error"], "cancelled");

    let text = "SELECT 1::bigint AS id, (1 / (CASE WHEN pg_sleep(0.5)::text = '' THEN 0 END))::text AS word, 7 AS owls";
    assert!(Tag::raw(&db, text, ()).await.is_err());
    assert_eq!(lines("AS owls", 1).await[0]["error"], "22012");
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn a_pool_without_a_free_connection_tells_of_a_slow_statement_without_its_plan(db: Db) {
    let one = db.to_builder().max_connections(1).build().unwrap();
    watched(&one).await;
    Tag::draft().word("cub").create(&one).await.unwrap();
    let work = one.atomic(async |tx| {
        Tag::raw(tx, "SELECT id, word FROM tags AS wolves, pg_sleep(0.5)", ()).await?;
        let told = lines("AS wolves", 1).await;
        assert!(!told[0].contains_key("plan"), "{told:#?}");
        Ok::<_, Error>(())
    });
    work.await.unwrap();
}

#[querent_testkit::test(models = [Category, Product, Tag])]
async fn the_time_that_the_rows_of_a_stream_are_worked_on_is_not_the_statements(db: Db) {
    watched(&db).await;
    let mut rows = Product::objects(&db).filter(|p| p.name.ne("whale")).order_by(|p| p.name.desc()).stream();
    while rows.try_next().await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    let slow = slow("ORDER BY \"products\".\"name\" DESC");
    assert_eq!(slow, Vec::<Fields>::new());
}
