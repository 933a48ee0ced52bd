//! Rows one by one: what may go on meanwhile, and what is left when a stream is.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

use futures::TryStreamExt;
use integration_tests::polls::polled;
use querent::Result;
use querent::prelude::*;
use querent_testkit::StatementCounts;

#[derive(Model, Clone, Debug)]
#[model(table = "sensors", ordering = [id])]
struct Sensor {
    id: i64,
    #[field(max_length = 50)]
    name: String,
    #[relation(by = sensor)]
    readings: HasMany<Reading>,
}

#[derive(Model, Clone, Debug)]
#[model(table = "readings", ordering = [id])]
struct Reading {
    id: i64,
    #[relation(on_delete = Cascade)]
    sensor: ForeignKey<Sensor>,
    value: i32,
    #[field(default = false)]
    seen: bool,
}

async fn fill(db: &Db, readings: u32) {
    let sql = format!(
        "INSERT INTO sensors (name) SELECT 'sensor ' || i FROM generate_series(1, 10) AS i;
         INSERT INTO readings (sensor_id, value) SELECT 1 + i % 10, i FROM generate_series(1, {readings}) AS i;
         ANALYZE",
    );
    db.batch_execute(&sql).await.unwrap();
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_row_is_saved_inside_the_loop_of_a_long_stream_of_the_same_transaction(db: Db) {
    fill(&db, 100_000).await;
    let visited = db
        .atomic(async |tx| -> Result<_> {
            let mut rows = Reading::objects(tx).stream();
            let mut visited = 0;
            while let Some(mut reading) = rows.try_next().await? {
                assert_eq!(reading.value, visited + 1, "in the order of the query");
                visited += 1;
                if reading.value % 1_000 == 0 {
                    reading.seen = true;
                    reading.save(tx).await?;
                }
            }
            Ok(visited)
        })
        .await
        .unwrap();
    assert_eq!(visited, 100_000);
    assert_eq!(Reading::objects(&db).filter(|r| r.seen).count().await.unwrap(), 100);
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn two_streams_of_one_transaction_take_turns(db: Db) {
    fill(&db, 2_000).await;
    let sums = db.atomic(async |tx| -> Result<_> {
        let mut one = Reading::objects(tx).stream();
        let mut other = Reading::objects(tx).order_by(|r| r.id.desc()).stream();
        let mut sums = (0, 0);
        while let (Some(first), Some(last)) = (one.try_next().await?, other.try_next().await?) {
            sums = (sums.0 + first.value, sums.1 + last.value);
        }
        Ok(sums)
    });
    assert_eq!(sums.await.unwrap(), (2_001_000, 2_001_000));
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_with_a_prefetch_loads_for_each_chunk_in_one_statement(db: Db) {
    fill(&db, 1_200).await;
    // BEGIN, DECLARE, and for each of three chunks FETCH and the prefetch, COMMIT.
    let sensors = db
        .assert_statements(9, async {
            Reading::objects(&db)
                .prefetch_related(|r| r.sensor)
                .stream()
                .map_ok(|reading| reading.sensor.loaded().map(|sensor| sensor.name.clone()))
                .try_collect::<Vec<_>>()
                .await
        })
        .await
        .unwrap();
    assert_eq!(sensors.len(), 1_200);
    assert!(sensors.iter().all(Result::is_ok));
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_outside_a_transaction_is_one_statement(db: Db) {
    fill(&db, 5_000).await;
    let rows = db.assert_statements(1, Reading::objects(&db).stream().try_collect::<Vec<_>>()).await.unwrap();
    assert_eq!(rows.len(), 5_000);
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_that_is_not_polled_sends_nothing(db: Db) {
    db.assert_statements(0, async { drop(Reading::objects(&db).stream()) }).await;
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_that_is_left_early_gives_its_connection_back(db: Db) {
    fill(&db, 100_000).await;
    let one = db.to_builder().max_connections(1).build().unwrap();
    for rows_read in [1, 10, 1_000] {
        let mut rows = Reading::objects(&one).stream();
        for _ in 0..rows_read {
            rows.try_next().await.unwrap().unwrap();
        }
        drop(rows);
        assert_eq!(Sensor::objects(&one).count().await.unwrap(), 10);
    }
    let mut chunks = Reading::objects(&one).prefetch_related(|r| r.sensor).stream();
    chunks.try_next().await.unwrap().unwrap();
    drop(chunks);
    assert_eq!(Sensor::objects(&one).count().await.unwrap(), 10);
    assert_eq!(one.status().discarded, 0);
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_that_is_left_early_leaves_its_transaction_as_it_was(db: Db) {
    fill(&db, 2_000).await;
    db.atomic(async |tx| -> Result<()> {
        let mut rows = Reading::objects(tx).stream();
        rows.try_next().await?;
        drop(rows);
        Sensor::draft().name("late").create(tx).await.map(drop)
    })
    .await
    .unwrap();
    assert_eq!(Sensor::objects(&db).count().await.unwrap(), 11);
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_row_that_fails_ends_the_stream_with_its_error(db: Db) {
    fill(&db, 2_000).await;
    db.batch_execute("ALTER TABLE readings ALTER COLUMN value DROP NOT NULL").await.unwrap();
    db.batch_execute("UPDATE readings SET value = NULL WHERE id = 1500").await.unwrap();
    let one = db.to_builder().max_connections(1).build().unwrap();
    let mut rows = Reading::objects(&one).stream();
    let mut read = 0;
    let error = loop {
        match rows.try_next().await {
            Ok(Some(_)) => read += 1,
            Ok(None) => panic!("the NULL was read as a number"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind(), querent::Kind::Decode);
    assert!(read < 1_500);
    assert!(rows.try_next().await.unwrap().is_none());
    assert_eq!(Sensor::objects(&one).count().await.unwrap(), 10);
}

#[querent_testkit::test(models = [Sensor, Reading])]
async fn a_stream_may_be_left_while_it_waits(db: Db) {
    fill(&db, 20_000).await;
    let one = db.to_builder().max_connections(1).build().unwrap();
    for polls in 0..10 {
        let all = Reading::objects(&one).stream().try_collect::<Vec<_>>();
        let _ = polled(all, polls).await;
        assert_eq!(Sensor::objects(&one).count().await.unwrap(), 10);
    }
}
