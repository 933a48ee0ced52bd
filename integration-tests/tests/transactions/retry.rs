//! Blocks that run again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use querent::{Db, Error, Isolation, Kind, Result};
use tokio::sync::Barrier;
use tokio_postgres::Client;

use crate::{add, backend, tables, tags};

/// A row for two transactions to fight over, and one more for a deadlock.
async fn counters(db: &Db) {
    tables(db).await;
    db.batch_execute(
        "CREATE TABLE counters (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counters VALUES (1, 0), (2, 0)",
    )
    .await
    .unwrap();
}

async fn increment(db: &Db, id: i32) -> Result<()> {
    db.batch_execute(&format!("UPDATE counters SET n = n + 1 WHERE id = {id}")).await
}

async fn counted(db: &Db) -> Vec<i32> {
    let all = "SELECT n FROM counters ORDER BY id";
    let rows = db.with_client(async |client| -> Result<_> { Ok(client.query(all, &[]).await?) }).await;
    rows.unwrap().iter().map(|row| row.get(0)).collect()
}

/// Loses against `other` in its first runs, as a serializable block whose snapshot is out of date.
async fn losing(tx: &Db, other: &Db, runs: &AtomicU32, lost: u32) -> Result<u32> {
    let run = runs.fetch_add(1, Ordering::Relaxed) + 1;
    counted(tx).await;
    if run <= lost {
        increment(other, 1).await?;
    }
    increment(tx, 1).await?;
    Ok(run)
}

#[querent_testkit::test]
async fn a_block_that_lost_runs_again_until_it_wins(db: Db) {
    counters(&db).await;
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let retried = db.transaction().isolation(Isolation::Serializable).retry(3);
    let won = retried.atomic(async |tx| -> Result<_> { losing(tx, &other, &runs, 2).await }).await;
    assert_eq!(won.unwrap(), 3);
    assert_eq!(counted(&db).await, [3, 0]);
}

#[querent_testkit::test]
async fn after_the_last_run_the_last_error_is_told(db: Db) {
    counters(&db).await;
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let retried = db.transaction().isolation(Isolation::RepeatableRead).retry(2);
    let lost = retried.atomic(async |tx| -> Result<_> { losing(tx, &other, &runs, 9).await }).await;
    assert_eq!(lost.unwrap_err().kind(), Kind::SerializationFailure);
    assert_eq!(runs.into_inner(), 3);
}

#[querent_testkit::test]
async fn a_failure_that_only_commit_shows_is_repeated(db: Db) {
    counters(&db).await;
    // Each reads what the other writes: the one that commits second is refused at its COMMIT, or before it.
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let skew = db.transaction().isolation(Isolation::Serializable).retry(1);
    skew.atomic(async |tx| -> Result<()> {
        let first = runs.fetch_add(1, Ordering::Relaxed) == 0;
        counted(tx).await;
        increment(tx, 1).await?;
        if first {
            let others = other.transaction().isolation(Isolation::Serializable);
            others
                .atomic(async |tx| -> Result<()> {
                    counted(tx).await;
                    increment(tx, 2).await
                })
                .await?;
        }
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!((runs.into_inner(), counted(&db).await), (2, vec![1, 1]));
}

#[querent_testkit::test(worker_threads = 2)]
async fn of_two_blocks_in_a_deadlock_one_runs_again_and_both_happen(db: Db) {
    counters(&db).await;
    let (barrier, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU32::new(0)));
    let block = |ids: [i32; 2]| {
        let (db, barrier, runs) = (db.clone(), barrier.clone(), runs.clone());
        tokio::spawn(async move {
            let (barrier, runs) = (&*barrier, &*runs);
            db.transaction()
                .retry(2)
                .atomic_send(|tx| async move {
                    increment(&tx, ids[0]).await?;
                    if runs.fetch_add(1, Ordering::Relaxed) < 2 {
                        barrier.wait().await;
                    }
                    increment(&tx, ids[1]).await
                })
                .await
        })
    };
    let (one, two) = (block([1, 2]), block([2, 1]));
    one.await.unwrap().unwrap();
    two.await.unwrap().unwrap();
    assert_eq!((runs.load(Ordering::Relaxed), counted(&db).await), (3, vec![2, 2]));
}

#[derive(Debug)]
struct Busy;

impl From<Error> for Busy {
    fn from(_: Error) -> Self {
        Busy
    }
}

#[querent_testkit::test]
async fn a_block_with_an_error_of_its_own_is_seen_to_have_lost(db: Db) {
    counters(&db).await;
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let retried = || db.transaction().isolation(Isolation::RepeatableRead).retry(1);
    let told = retried()
        .atomic(async |tx| -> Result<_, Busy> { losing(tx, &other, &runs, 1).await.map_err(|_| Busy) });
    assert_eq!(told.await.unwrap(), 2);
    // And so is one that swallows it.
    let runs = AtomicU32::new(0);
    let swallowed = retried().atomic(async |tx| -> Result<_> { Ok(losing(tx, &other, &runs, 1).await.ok()) });
    assert_eq!(swallowed.await.unwrap(), Some(2));
}

#[querent_testkit::test]
async fn a_block_whose_joined_statements_lost_runs_again(db: Db) {
    counters(&db).await;
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let joined = db.transaction().isolation(Isolation::RepeatableRead).retry(1);
    joined
        .atomic(async |tx| -> Result<()> {
            counted(tx).await;
            if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                increment(&other, 1).await?;
            }
            let (one, two) = tokio::join!(increment(tx, 1), increment(tx, 2));
            one.and(two)
        })
        .await
        .unwrap();
    assert_eq!((runs.into_inner(), counted(&db).await), (2, vec![2, 1]));
}

#[querent_testkit::test]
async fn a_block_that_lost_under_try_join_runs_again_whichever_statement_is_polled_first(db: Db) {
    counters(&db).await;
    let other = db.to_builder().build().unwrap();
    for _ in 0..20 {
        let runs = AtomicU32::new(0);
        let joined = db.transaction().isolation(Isolation::RepeatableRead).retry(3);
        joined
            .atomic(async |tx| -> Result<()> {
                counted(tx).await;
                if runs.fetch_add(1, Ordering::Relaxed) == 0 {
                    increment(&other, 1).await?;
                }
                tokio::try_join!(increment(tx, 1), increment(tx, 2)).map(drop)
            })
            .await
            .unwrap();
        assert_eq!(runs.into_inner(), 2);
    }
    assert_eq!(counted(&db).await, [40, 20]);
}

#[querent_testkit::test]
async fn a_block_that_tells_its_loss_after_another_failure_runs_again(db: Db) {
    counters(&db).await;
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let retried = db.transaction().isolation(Isolation::RepeatableRead).retry(1);
    let won = retried.atomic(async |tx| -> Result<_> {
        let lost = tx.atomic(async |savepoint| losing(savepoint, &other, &runs, 1).await).await;
        let caught = tx.atomic(async |savepoint| savepoint.batch_execute("SELECT 1 / 0").await).await;
        assert_eq!(caught.unwrap_err().kind(), Kind::DataException);
        lost
    });
    assert_eq!(won.await.unwrap(), 2);
}

#[querent_testkit::test]
async fn a_failure_of_another_kind_and_one_that_was_undone_are_not_repeated(db: Db) {
    counters(&db).await;
    let runs = AtomicU32::new(0);
    let failed = db.transaction().retry(5).atomic(async |tx| -> Result<()> {
        runs.fetch_add(1, Ordering::Relaxed);
        tx.batch_execute("SELECT 1 / 0").await
    });
    assert_eq!(failed.await.unwrap_err().kind(), Kind::DataException);
    assert_eq!(runs.load(Ordering::Relaxed), 1);
    let (other, runs) = (db.to_builder().build().unwrap(), AtomicU32::new(0));
    let undone = db.transaction().isolation(Isolation::RepeatableRead).retry(5);
    undone
        .atomic(async |tx| -> Result<()> {
            add(tx, "kept").await?;
            let nested = tx.atomic(async |savepoint| losing(savepoint, &other, &runs, 9).await).await;
            assert_eq!(nested.unwrap_err().kind(), Kind::SerializationFailure);
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!((runs.into_inner(), tags(&db).await), (1, vec!["kept".to_owned()]));
}

#[querent_testkit::test]
async fn a_block_whose_outcome_is_not_known_is_not_repeated(db: Db) {
    tables(&db).await;
    let (runs, killer) = (AtomicU32::new(0), db.clone());
    let unknown = db.transaction().retry(3).atomic(async |tx| -> Result<()> {
        runs.fetch_add(1, Ordering::Relaxed);
        let pid = backend(tx).await?;
        tx.batch_execute("INSERT INTO slow VALUES (1)").await?;
        let killer = killer.clone();
        tokio::spawn(async move {
            let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE pid = $1 AND query = 'COMMIT' AND state = 'active'";
            let killed =
                async |client: &Client| -> Result<_> { Ok(client.query(kill, &[&pid]).await?.len()) };
            while killer.with_client(killed).await.unwrap() == 0 {}
        });
        Ok(())
    });
    assert_eq!(unknown.await.unwrap_err().kind(), Kind::CommitUnknown);
    assert_eq!(runs.into_inner(), 1);
}

/// What axum asks of a handler.
fn handler<F: Future + Send + 'static>(_: impl Fn(Db) -> F) {}

#[test]
fn retried_blocks_may_be_awaited_in_a_handler() {
    handler(async |db: Db| -> Result<()> {
        let (name, runs) = (String::from("borrowed"), AtomicU32::new(0));
        let retried = || db.transaction().retry(3);
        retried()
            .atomic(async |tx| -> Result<()> {
                runs.fetch_add(1, Ordering::Relaxed);
                tokio::try_join!(add(tx, &name), add(tx, "two"))?;
                tx.atomic(async |savepoint| add(savepoint, &name).await).await
            })
            .await?;
        let owned = name.clone();
        retried().atomic(async move |tx| add(tx, &owned).await).await?;
        let borrowed = &name;
        retried().atomic_send(|tx| async move { add(&tx, borrowed).await }).await?;
        retried().atomic_send(|tx| async move { add(&tx, &name).await }).await
    });
    let _ = axum::Router::<Db>::new().route(
        "/",
        axum::routing::post(async |axum::extract::State(db): axum::extract::State<Db>| -> Result<()> {
            let name = String::from("borrowed");
            db.transaction().retry(3).atomic(async |tx| add(tx, &name).await).await
        }),
    );
}
