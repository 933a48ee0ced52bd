//! Blocks and statements that nobody waits for any more.

use std::time::Duration;

use futures::TryStreamExt;
use integration_tests::polls::polled;
use integration_tests::proxy::{Pace, Proxy};
use querent::prelude::*;
use querent::{Db, Kind, Result};

use crate::{add, eventually, sleep, tables, tags};

#[derive(Model, Debug)]
struct Note {
    id: i64,
}

#[querent_testkit::test]
async fn a_statement_dropped_inside_a_block_lets_it_only_roll_back(db: Db) {
    tables(&db).await;
    for ask_again in [true, false] {
        let result = db
            .atomic(async |tx| -> Result<()> {
                add(tx, "a").await?;
                let slow = tokio::time::timeout(Duration::from_millis(20), sleep(tx, 600.0)).await;
                assert!(slow.is_err());
                if ask_again { add(tx, "b").await } else { Ok(()) }
            })
            .await;
        assert_eq!(result.unwrap_err().kind(), Kind::Interrupted);
    }
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_nested_block_contains_what_is_dropped_in_it(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        add(tx, "1").await?;
        let nested = tx.atomic(async |savepoint| -> Result<()> {
            add(savepoint, "2").await?;
            sleep(savepoint, 600.0).await
        });
        assert!(tokio::time::timeout(Duration::from_millis(30), nested).await.is_err());
        add(tx, "3").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["1", "3"]);
}

#[querent_testkit::test(models = [Note])]
async fn a_stream_that_is_dropped_while_a_nested_block_is_undone_takes_nothing_with_it(db: Db) -> Result<()> {
    Note::objects(&db).bulk_create((0..5).map(|_| Note::draft())).await?;
    db.atomic(async |tx| {
        let mut rows = Note::objects(tx).order_by(|n| n.id).stream();
        assert!(rows.try_next().await?.is_some());
        let nested = tx.atomic(async |savepoint| sleep(savepoint, 600.0).await);
        assert!(tokio::time::timeout(Duration::from_millis(30), nested).await.is_err());
        drop(rows);
        let ids: Vec<_> = Note::objects(tx).stream().try_collect().await?;
        assert_eq!(ids.len(), 5);
        Note::draft().create(tx).await.map(drop)
    })
    .await?;
    assert_eq!(Note::objects(&db).count().await?, 6);
    Ok(())
}

#[querent_testkit::test]
async fn two_nested_blocks_that_are_dropped_together_are_both_undone(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        add(tx, "1").await?;
        let nested = tx.atomic(async |outer| -> Result<()> {
            add(outer, "2").await?;
            outer
                .atomic(async |inner| -> Result<()> {
                    add(inner, "3").await?;
                    sleep(inner, 600.0).await
                })
                .await
        });
        assert!(tokio::time::timeout(Duration::from_millis(30), nested).await.is_err());
        add(tx, "4").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["1", "4"]);
}

#[querent_testkit::test]
async fn a_block_dropped_at_any_point_leaves_nothing_behind(db: Db) {
    tables(&db).await;
    let one = db.to_builder().max_connections(1).build().unwrap();
    for times in 0..40 {
        let block = one.atomic(async |tx| -> Result<()> {
            add(tx, "half").await?;
            tx.atomic(async |savepoint| add(savepoint, "half").await).await?;
            tx.batch_execute("DELETE FROM notes").await
        });
        let _ = polled(block, times).await;
        assert!(tags(&one).await.is_empty(), "dropped after {times} polls");
    }
}

#[querent_testkit::test]
async fn a_panic_inside_a_block_rolls_it_back(db: Db) {
    tables(&db).await;
    let panicking = db.clone();
    let task = tokio::spawn(async move {
        panicking
            .atomic(async |tx| -> Result<()> {
                add(tx, "a").await?;
                panic!("as planned")
            })
            .await
    });
    assert!(task.await.unwrap_err().is_panic());
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_commit_that_nobody_waits_for_is_not_cancelled(db: Db) {
    tables(&db).await;
    let block = db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        tx.batch_execute("INSERT INTO slow VALUES (1)").await
    });
    let recording = db.record_statements();
    {
        let mut block = std::pin::pin!(block);
        let committing = std::future::poll_fn(|context| {
            assert!(block.as_mut().poll(context).is_pending());
            if recording.statements().last().is_some_and(|last| last == "COMMIT") {
                std::task::Poll::Ready(())
            } else {
                std::task::Poll::Pending
            }
        });
        committing.await;
    }
    eventually(async || db.status().connections == db.status().available).await;
    assert_eq!(tags(&db).await, ["a"]);
    assert_eq!((db.status().cancelled, db.status().discarded), (0, 0));
}

/// The savepoint is rolled back in the background; the server does not answer, so it is given up after a while.
#[querent_testkit::test]
async fn a_block_does_not_commit_before_a_dropped_one_inside_is_undone(db: Db) {
    tables(&db).await;
    let proxy = Proxy::before(&db).await.unwrap();
    let slow = proxy.on_the_way_of(&db).max_connections(1).build().unwrap();
    let recording = slow.record_statements();
    let block = slow.atomic(async |tx| -> Result<()> {
        add(tx, "1").await?;
        proxy.set_pace(Pace::Held);
        let nested = tx.atomic(async |savepoint| add(savepoint, "2").await);
        assert!(tokio::time::timeout(Duration::from_millis(20), nested).await.is_err());
        Ok(())
    });
    let error = tokio::select! {
        result = block => result.unwrap_err(),
        () = eventually(async || recording.statements().iter().any(|sent| sent == "COMMIT")) => {
            panic!("COMMIT was sent")
        }
    };
    assert_eq!(error.kind(), Kind::Aborted);
    assert!(tags(&db).await.is_empty());
}
