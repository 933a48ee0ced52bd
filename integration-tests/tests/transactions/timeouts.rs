//! Calls that are given up after a time.

use std::time::Duration;

use querent::prelude::*;
use querent::{Kind, Result};

use crate::{add, sleep, tables, tags};

const SHORT: Duration = Duration::from_millis(30);
const LONG: Duration = Duration::from_secs(60);

#[derive(Model, Debug)]
#[model(table = "counters")]
struct Counter {
    id: i64,
    n: i32,
}

#[querent_testkit::test]
async fn a_call_that_is_given_up_is_cancelled_and_its_connection_used_again(db: Db) {
    let one = db.to_builder().max_connections(1).build().unwrap();
    let error = one.batch_execute("SELECT pg_sleep(600)").timeout(SHORT).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(error.to_string().contains("30ms") && error.to_string().contains(file!()), "{error}");
    one.batch_execute("SELECT 1").timeout(LONG).await.unwrap();
    let status = one.status();
    assert_eq!((status.created, status.discarded), (1, 0));
    assert!(status.cancelled > 0);
}

#[querent_testkit::test(models = [Counter], sql = "INSERT INTO counters (n) VALUES (1)")]
async fn querysets_and_writes_are_given_up_alike(db: Db) {
    let other = db.to_builder().max_connections(1).build().unwrap();
    let counters = || Counter::objects(&other);
    db.atomic(async |tx| -> Result<()> {
        tx.batch_execute("LOCK TABLE counters").await?;
        let given_up = [
            counters().timeout(SHORT).await.map(drop),
            counters().count().timeout(SHORT).await.map(drop),
            counters().by_key(1).optional().timeout(SHORT).await.map(drop),
            counters().update(|c| c.n.set(2)).timeout(SHORT).await.map(drop),
            Counter::draft().n(3).create(&other).timeout(SHORT).await.map(drop),
        ];
        for result in given_up {
            assert_eq!(result.unwrap_err().kind(), Kind::Timeout);
        }
        Ok(())
    })
    .await
    .unwrap();
    let counters = counters().timeout(LONG).await.unwrap();
    assert_eq!(counters.iter().map(|c| c.n).collect::<Vec<_>>(), [1]);
}

#[querent_testkit::test]
async fn a_block_whose_statement_was_given_up_can_only_roll_back_and_a_nested_one_contains_it(db: Db) {
    tables(&db).await;
    let interrupted = db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        let error = tx.batch_execute("SELECT pg_sleep(600)").timeout(SHORT).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout);
        add(tx, "b").await
    });
    assert_eq!(interrupted.await.unwrap_err().kind(), Kind::Interrupted);
    assert!(tags(&db).await.is_empty());
    db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        let nested = tx.atomic(async |savepoint| -> Result<()> {
            add(savepoint, "b").await?;
            savepoint.batch_execute("SELECT pg_sleep(600)").timeout(SHORT).await
        });
        assert_eq!(nested.await.unwrap_err().kind(), Kind::Timeout);
        add(tx, "c").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["a", "c"]);
}

#[querent_testkit::test]
async fn the_servers_own_timeout_and_a_cancel_request_are_told_apart(db: Db) {
    let short = db.transaction().statement_timeout(SHORT);
    let error = short.atomic(async |tx| sleep(tx, 600.0).await).await.unwrap_err();
    assert_eq!(error.kind(), Kind::StatementTimeout);
    let sleeping = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity
                    WHERE datname = current_database() AND state = 'active' AND query = 'SELECT pg_sleep(599)'";
    let canceller = db.to_builder().build().unwrap();
    let cancel = async {
        let cancelled = async |client: &tokio_postgres::Client| -> Result<i64> {
            Ok(client.query_one(sleeping, &[]).await?.get(0))
        };
        while canceller.with_client(cancelled).await.unwrap() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let (slept, ()) = tokio::join!(db.batch_execute("SELECT pg_sleep(599)"), cancel);
    assert_eq!(slept.unwrap_err().kind(), Kind::Cancelled);
}
