//! Which handle may be used when.

use std::time::Duration;

use querent::{Db, Error, Kind, Result};

use crate::{add, eventually, sleep, tables, tags};

#[querent_testkit::test]
async fn a_handle_that_outlives_its_block_is_refused_and_says_where_the_block_began(db: Db) {
    tables(&db).await;
    let mut leaked = Vec::new();
    db.atomic(async |tx| -> Result<()> {
        leaked.push(tx.clone());
        add(tx, "a").await
    })
    .await
    .unwrap();
    let _ = db
        .atomic(async |tx| -> Result<()> {
            leaked.push(tx.clone());
            add(tx, "a' nonsense").await
        })
        .await;
    for (handle, how) in leaked.iter().zip(["committed", "rolled back"]) {
        let error = add(handle, "b").await.unwrap_err();
        assert_eq!(error.kind(), Kind::TransactionOver);
        assert!(error.to_string().contains(file!()), "{error}");
        assert!(error.to_string().contains(how), "{error}");
        assert_eq!(
            handle.atomic(async |_| Ok::<_, Error>(())).await.unwrap_err().kind(),
            Kind::TransactionOver
        );
    }
    assert_eq!(tags(&db).await, ["a"]);
}

#[querent_testkit::test]
async fn the_outer_handle_is_refused_while_a_nested_block_is_open(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        tx.atomic(async |_| -> Result<()> {
            let error = add(tx, "a").await.unwrap_err();
            assert_eq!(error.kind(), Kind::SavepointOpen);
            assert!(error.to_string().contains(file!()), "{error}");
            Ok(())
        })
        .await?;
        add(tx, "b").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["b"]);
}

#[querent_testkit::test]
async fn of_two_nested_blocks_at_once_the_second_is_refused(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        let (first, second) = tokio::join!(
            tx.atomic(async |savepoint| add(savepoint, "1").await),
            tx.atomic(async |savepoint| add(savepoint, "2").await),
        );
        first?;
        assert_eq!(second.unwrap_err().kind(), Kind::SavepointOpen);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["1"]);
}

#[querent_testkit::test]
async fn work_that_still_runs_at_the_end_rolls_the_block_back(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let (tx, started) = (tx.clone(), std::sync::Arc::new(tokio::sync::Notify::new()));
            let begun = started.clone();
            tokio::spawn(async move {
                started.notify_one();
                sleep(&tx, 600.0).await
            });
            begun.notified().await;
            tokio::time::sleep(Duration::from_millis(50)).await;
            Ok(())
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::StillRunning);
    eventually(async || db.status().connections == db.status().available).await;
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_nested_block_that_still_runs_rolls_the_outer_one_back(db: Db) {
    tables(&db).await;
    let (send, receive) = tokio::sync::oneshot::channel::<()>();
    let mut task = None;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let (tx, begun) = (tx.clone(), std::sync::Arc::new(tokio::sync::Notify::new()));
            let begin = begun.clone();
            task = Some(tokio::spawn(async move {
                tx.atomic(async |savepoint| -> Result<()> {
                    begin.notify_one();
                    let _ = receive.await;
                    add(savepoint, "late").await
                })
                .await
            }));
            begun.notified().await;
            Ok(())
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::StillRunning);
    send.send(()).unwrap();
    assert_eq!(task.unwrap().await.unwrap().unwrap_err().kind(), Kind::TransactionOver);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn the_pools_handle_inside_its_own_block_is_an_error_and_no_deadlock(db: Db) {
    tables(&db).await;
    let small = db.to_builder().max_connections(1).wait_timeout(Duration::from_secs(600)).build().unwrap();
    let result = small
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            add(&small, "b").await
        })
        .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::PoolInsideTransaction);
    assert!(error.to_string().contains(file!()), "{error}");
    let result = small
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            small.atomic(async |other| add(other, "b").await).await
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::PoolInsideTransaction);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn another_task_may_wait_for_the_pool_while_a_block_is_open(db: Db) {
    tables(&db).await;
    let small = db.to_builder().max_connections(1).build().unwrap();
    let other = small.clone();
    let task = small
        .atomic(async |tx| -> Result<_> {
            add(tx, "a").await?;
            Ok(tokio::spawn(async move { add(&other, "b").await }))
        })
        .await
        .unwrap();
    task.await.unwrap().unwrap();
    assert_eq!(tags(&db).await, ["a", "b"]);
}

#[querent_testkit::test]
async fn statements_joined_in_a_block_share_its_one_connection(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        let work = (0..200)
            .map(|n| async move { tx.batch_execute(&format!("INSERT INTO notes VALUES ('{n:03}')")).await });
        futures::future::try_join_all(work).await.map(drop)
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await.len(), 200);
}

#[querent_testkit::test]
async fn a_handle_kept_by_another_task_keeps_no_connection(db: Db) {
    tables(&db).await;
    let one = db.to_builder().max_connections(1).build().unwrap();
    let kept = one
        .atomic(async |tx| -> Result<_> {
            add(tx, "a").await?;
            Ok(tx.clone())
        })
        .await
        .unwrap();
    assert_eq!(tags(&one).await, ["a"]);
    drop(kept);
}
