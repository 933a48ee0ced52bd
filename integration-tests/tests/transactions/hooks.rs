//! What happens once a transaction is committed, and what does not.

use std::sync::{Arc, Mutex};

use querent::{Db, Error, Isolation, Kind, Result};
use tokio_postgres::Client;

use crate::{add, backend, tables, tags};

/// What the hooks of a test have written down.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn read(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    /// Registers a hook that writes a line.
    async fn later(&self, tx: &Db, line: &'static str) -> Result<()> {
        let log = self.clone();
        tx.on_commit(async move |_| {
            log.write(line);
            Ok(())
        })
        .await
    }
}

#[querent_testkit::test]
async fn hooks_run_in_their_order_after_commit_and_outside_of_the_transaction(db: Db) {
    tables(&db).await;
    let log = Log::default();
    let one = db.to_builder().max_connections(1).build().unwrap();
    one.atomic(async |tx| -> Result<()> {
        log.later(tx, "1").await?;
        add(tx, "a").await?;
        tx.atomic(async |savepoint| -> Result<()> {
            log.later(savepoint, "2").await?;
            savepoint.atomic(async |inner| log.later(inner, "3").await).await
        })
        .await?;
        let seen = log.clone();
        tx.on_commit(async move |db| {
            assert!(!db.in_transaction());
            seen.write(format!("{:?}", tags(&db).await));
            Ok(())
        })
        .await?;
        log.later(tx, "4").await?;
        assert!(log.read().is_empty());
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["1", "2", "3", r#"["a"]"#, "4"]);
}

#[querent_testkit::test]
async fn hooks_of_what_is_rolled_back_are_forgotten(db: Db) {
    tables(&db).await;
    let log = Log::default();
    db.atomic(async |tx| -> Result<()> {
        log.later(tx, "kept").await?;
        let failed = tx.atomic(async |savepoint| -> Result<()> {
            savepoint.atomic(async |inner| log.later(inner, "inner").await).await?;
            log.later(savepoint, "outer").await?;
            savepoint.batch_execute("SELECT 1 / 0").await
        });
        assert!(failed.await.is_err());
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["kept"]);
    let failed = db.atomic(async |tx| -> Result<()> {
        log.later(tx, "failed").await?;
        tx.batch_execute("SELECT 1 / 0").await
    });
    assert!(failed.await.is_err());
    let deferred = db.atomic(async |tx| -> Result<()> {
        log.later(tx, "not committed").await?;
        tx.batch_execute("INSERT INTO children VALUES (99)").await
    });
    assert_eq!(deferred.await.unwrap_err().kind(), Kind::ForeignKeyViolation);
    let dropped = db.atomic(async |tx| -> Result<()> {
        log.later(tx, "dropped").await?;
        std::future::pending().await
    });
    assert!(tokio::time::timeout(std::time::Duration::from_millis(20), dropped).await.is_err());
    assert!(log.read().is_empty());
}

#[querent_testkit::test]
async fn a_hook_that_fails_leaves_the_data_and_skips_the_hooks_behind_it(db: Db) {
    tables(&db).await;
    let log = Log::default();
    let error = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            log.later(tx, "first").await?;
            tx.on_commit(async |db| Ok(db.batch_execute("SELECT 1 / 0").await?)).await?;
            log.later(tx, "skipped").await
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::HookFailed);
    assert_eq!(error.to_string().matches(file!()).count(), 2, "{error}");
    assert!(error.to_string().contains("its data stays"), "{error}");
    let cause = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(cause.kind(), Kind::DataException);
    assert_eq!(log.read(), ["first"]);
    assert_eq!(tags(&db).await, ["a"]);
}

#[querent_testkit::test]
async fn a_robust_hook_that_fails_keeps_no_other_from_running(db: Db) {
    let log = Log::default();
    db.atomic(async |tx| -> Result<()> {
        tx.on_commit_robust(async |_| Err("of any type".into())).await?;
        log.later(tx, "after").await
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["after"]);
}

#[querent_testkit::test]
async fn a_hook_may_begin_a_transaction_with_hooks_of_its_own(db: Db) {
    tables(&db).await;
    let log = Log::default();
    let outer = log.clone();
    db.atomic(async |tx| -> Result<()> {
        tx.on_commit(async move |db| {
            outer.write("outer");
            let inner = &outer;
            db.atomic(async |tx| -> Result<()> {
                inner.later(tx, "inner").await?;
                add(tx, "b").await
            })
            .await?;
            inner.write(format!("{:?}", tags(&db).await));
            inner.later(&db, "at once").await?;
            Ok(())
        })
        .await
    })
    .await
    .unwrap();
    assert_eq!(log.read(), ["outer", "inner", r#"["b"]"#, "at once"]);
}

#[querent_testkit::test]
async fn on_the_pools_handle_a_hook_runs_at_once(db: Db) {
    let log = Log::default();
    log.later(&db, "now").await.unwrap();
    assert_eq!(log.read(), ["now"]);
    let error = db.on_commit(async |_| Err("no".into())).await.unwrap_err();
    assert_eq!(error.kind(), Kind::HookFailed);
    assert!(error.to_string().contains("ran at once"), "{error}");
}

#[querent_testkit::test]
async fn a_hook_of_the_pools_handle_inside_a_block_is_refused_and_does_not_run(db: Db) {
    let log = Log::default();
    let error = db
        .atomic(async |tx| -> Result<()> {
            let nested = tx.atomic(async |_| log.later(&db, "nested").await).await.unwrap_err();
            assert_eq!(nested.kind(), Kind::Misuse);
            log.later(&db, "at once").await
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::Misuse);
    assert_eq!(error.to_string().matches(file!()).count(), 2, "the hook's line and the block's: {error}");
    assert!(error.to_string().contains("use the block's handle"), "{error}");
    assert!(log.read().is_empty());
}

#[querent_testkit::test]
async fn a_hook_of_another_pools_handle_runs_at_once_inside_a_block_too(db: Db) {
    let (log, other) = (Log::default(), db.to_builder().build().unwrap());
    db.atomic(async |_| log.later(&other, "now").await).await.unwrap();
    assert_eq!(log.read(), ["now"]);
}

#[querent_testkit::test]
async fn a_run_that_lost_leaves_no_hooks(db: Db) {
    tables(&db).await;
    db.batch_execute("CREATE TABLE counters (n int); INSERT INTO counters VALUES (0)").await.unwrap();
    let (log, other) = (Log::default(), db.to_builder().build().unwrap());
    let runs = std::sync::atomic::AtomicU32::new(0);
    let retried = db.transaction().isolation(Isolation::RepeatableRead).retry(2);
    retried
        .atomic(async |tx| -> Result<()> {
            let line = ["first", "second"][runs.fetch_add(1, std::sync::atomic::Ordering::Relaxed) as usize];
            log.later(tx, line).await?;
            tx.batch_execute("TABLE counters").await?;
            if line == "first" {
                other.batch_execute("UPDATE counters SET n = 1").await?;
            }
            tx.batch_execute("UPDATE counters SET n = 2").await
        })
        .await
        .unwrap();
    assert_eq!(log.read(), ["second"]);
}

#[querent_testkit::test]
async fn after_a_commit_whose_outcome_is_not_known_no_hook_runs(db: Db) {
    tables(&db).await;
    let (log, killer) = (Log::default(), db.clone());
    let error = db
        .atomic(async |tx| -> Result<()> {
            log.later(tx, "unknown").await?;
            let pid = backend(tx).await?;
            tx.batch_execute("INSERT INTO slow VALUES (1)").await?;
            tokio::spawn(async move {
                let kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                            WHERE pid = $1 AND query = 'COMMIT' AND state = 'active'";
                let killed =
                    async |client: &Client| -> Result<_> { Ok(client.query(kill, &[&pid]).await?.len()) };
                while killer.with_client(killed).await.unwrap() == 0 {}
            });
            Ok(())
        })
        .await
        .unwrap_err();
    assert_eq!(error.kind(), Kind::CommitUnknown);
    assert!(log.read().is_empty());
}

#[querent_testkit::test]
async fn hooks_that_have_not_run_when_the_future_is_dropped_are_lost_and_the_data_is_not(db: Db) {
    tables(&db).await;
    let log = Log::default();
    let begun = Arc::new(tokio::sync::Notify::new());
    let hanging = begun.clone();
    let committed = db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        tx.on_commit(async move |_| {
            hanging.notify_one();
            std::future::pending().await
        })
        .await?;
        log.later(tx, "lost").await
    });
    tokio::select! {
        _ = committed => panic!("the hook never ends"),
        () = begun.notified() => {} // and is dropped
    }
    assert_eq!(tags(&db).await, ["a"]);
    assert!(log.read().is_empty());
    assert_eq!(db.status().discarded, 0);
}

#[querent_testkit::test]
async fn the_hooks_of_a_block_that_could_not_begin_do_not_run(db: Db) {
    tables(&db).await;
    let log = Log::default();
    let nonsense = || db.transaction().set_local("work_mem", "nonsense");
    let swallowed = nonsense().atomic(async |tx| -> Result<()> {
        log.later(tx, "before").await?;
        assert_eq!(add(tx, "a").await.unwrap_err().kind(), Kind::BeginFailed);
        Ok(())
    });
    assert_eq!(swallowed.await.unwrap_err().kind(), Kind::Aborted);
    let in_a_nested_one = nonsense().atomic(async |tx| -> Result<()> {
        let nested = tx.atomic(async |savepoint| add(savepoint, "a").await).await;
        assert_eq!(nested.unwrap_err().kind(), Kind::BeginFailed);
        log.later(tx, "behind").await
    });
    assert_eq!(in_a_nested_one.await.unwrap_err().kind(), Kind::Aborted);
    assert!(log.read().is_empty());
}

#[querent_testkit::test]
async fn hooks_of_a_block_that_could_not_commit_are_dropped_with_what_they_hold(db: Db) {
    let held = Arc::new(());
    let swallowing = async |tx: &Db| -> Result<()> {
        let (mine, held) = (tx.clone(), held.clone());
        tx.on_commit(async move |_| {
            let _ = (mine, held);
            Ok(())
        })
        .await?;
        let _ = tx.batch_execute("SELECT 1 / 0").await;
        Ok(())
    };
    assert_eq!(db.atomic(&swallowing).await.unwrap_err().kind(), Kind::Aborted);
    assert_eq!(Arc::strong_count(&held), 1);
    db.atomic(async |tx| -> Result<()> {
        assert_eq!(tx.atomic(&swallowing).await.unwrap_err().kind(), Kind::Aborted);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(Arc::strong_count(&held), 1);
}
