//! How a block ends, and what is told of it.

use std::task::Poll;
use std::time::Duration;

use querent::{Db, Error, Kind, Result};
use tokio_postgres::Client;

use crate::{add, backend, tables, tags};

#[derive(Debug)]
enum Shop {
    SoldOut,
    Database(Error),
}

impl From<Error> for Shop {
    fn from(error: Error) -> Self {
        Shop::Database(error)
    }
}

#[querent_testkit::test]
async fn a_block_that_returns_ok_is_committed(db: Db) {
    tables(&db).await;
    let value = db
        .atomic(async |tx| -> Result<_> {
            add(tx, "a").await?;
            assert!(tx.in_transaction() && !db.in_transaction());
            assert_eq!(tags(tx).await, ["a"]);
            Ok(7)
        })
        .await
        .unwrap();
    assert_eq!(value, 7);
    assert_eq!(tags(&db).await, ["a"]);
}

#[querent_testkit::test]
async fn nobody_sees_a_block_before_it_is_committed(db: Db) {
    tables(&db).await;
    let (other, block) = (db.to_builder().build().unwrap(), db);
    block
        .atomic(async |tx| -> Result<_> {
            add(tx, "a").await?;
            assert!(tags(&other).await.is_empty());
            Ok(())
        })
        .await
        .unwrap();
    assert_eq!(tags(&other).await, ["a"]);
}

#[querent_testkit::test]
async fn a_block_that_returns_an_error_is_rolled_back_and_the_error_is_the_callers_own(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<(), Shop> {
            add(tx, "a").await?;
            Err(Shop::SoldOut)
        })
        .await;
    assert!(matches!(result, Err(Shop::SoldOut)));
    let result = db.atomic(async |tx| -> Result<(), Shop> { Ok(tx.batch_execute("nonsense").await?) }).await;
    assert!(matches!(result, Err(Shop::Database(error)) if error.kind() == Kind::Database));
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_nested_block_that_fails_is_undone_alone(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        add(tx, "1").await?;
        let result = tx
            .atomic(async |savepoint| -> Result<()> {
                add(savepoint, "2").await?;
                savepoint.batch_execute("SELECT 1 / 0").await
            })
            .await;
        assert!(result.is_err());
        tx.atomic(async |savepoint| -> Result<()> {
            add(savepoint, "3").await?;
            savepoint.atomic(async |inner| add(inner, "4").await).await
        })
        .await?;
        add(tx, "5").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["1", "3", "4", "5"]);
}

#[querent_testkit::test]
async fn a_block_sends_begin_with_its_first_statement_and_a_savepoint_likewise(db: Db) {
    tables(&db).await;
    let recording = db.record_statements();
    db.atomic(async |tx| -> Result<()> {
        tx.atomic(async |_| Ok::<_, Error>(())).await?;
        tx.atomic(async |savepoint| savepoint.batch_execute("SELECT 1").await).await?;
        let failed: Result<()> = tx
            .atomic(async |savepoint| {
                savepoint.batch_execute("SELECT 2").await?;
                tx.batch_execute("SELECT 3").await
            })
            .await;
        assert_eq!(failed.unwrap_err().kind(), Kind::SavepointOpen);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(
        recording.statements(),
        [
            "BEGIN",
            "SAVEPOINT querent_2",
            "SELECT 1",
            "RELEASE SAVEPOINT querent_2",
            "SAVEPOINT querent_3",
            "SELECT 2",
            "ROLLBACK TO SAVEPOINT querent_3; RELEASE SAVEPOINT querent_3",
            "COMMIT",
        ]
    );
}

#[querent_testkit::test]
async fn a_block_that_sends_nothing_takes_no_connection(db: Db) {
    let lazy = db.to_builder().build().unwrap();
    lazy.atomic(async |_| Ok::<_, Error>(())).await.unwrap();
    assert_eq!(lazy.status().connections, 0);
}

#[querent_testkit::test]
async fn an_error_that_the_block_swallows_is_no_commit(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let _ = tx.batch_execute("SELECT 1 / 0").await;
            Ok(())
        })
        .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::Aborted);
    assert!(error.to_string().contains(file!()), "{error}");
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn after_a_failed_statement_the_block_refuses_the_next_one(db: Db) {
    tables(&db).await;
    let recording = db.record_statements();
    let result = db
        .atomic(async |tx| -> Result<()> {
            let _ = tx.batch_execute("SELECT 1 / 0").await;
            add(tx, "a").await
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::Aborted);
    assert_eq!(recording.statements(), ["BEGIN", "SELECT 1 / 0", "ROLLBACK"]);
}

#[querent_testkit::test]
async fn an_error_that_the_lent_client_has_seen_alone_is_no_commit(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            tx.with_client(async |client| -> Result<()> {
                let _ = client.batch_execute("SELECT 1 / 0").await;
                Ok(())
            })
            .await
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::Aborted);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test]
async fn a_nested_block_with_an_unseen_error_is_undone_and_the_outer_one_goes_on(db: Db) {
    tables(&db).await;
    db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        let nested = tx
            .atomic(async |savepoint| -> Result<()> {
                add(savepoint, "b").await?;
                savepoint
                    .with_client(async |client| -> Result<()> {
                        let _ = client.batch_execute("SELECT 1 / 0").await;
                        Ok(())
                    })
                    .await
            })
            .await;
        assert_eq!(nested.unwrap_err().kind(), Kind::Aborted);
        add(tx, "c").await
    })
    .await
    .unwrap();
    assert_eq!(tags(&db).await, ["a", "c"]);
}

#[querent_testkit::test]
async fn a_copy_that_fails_early_is_no_commit_and_hurts_nobody_else(db: Db) {
    tables(&db).await;
    for _ in 0..5 {
        let result = db
            .atomic(async |tx| -> Result<()> {
                add(tx, "a").await?;
                tx.with_client(async |client| -> Result<()> {
                    // Refused before the server asks for data: the driver sends one message too many then.
                    let sink = client.copy_in::<_, bytes::Bytes>("COPY notes (tag, tag) FROM STDIN").await;
                    assert!(sink.is_err());
                    Ok(())
                })
                .await
            })
            .await;
        // The answer too many may close the connection before COMMIT is asked for.
        let kind = result.unwrap_err().kind();
        assert!(matches!(kind, Kind::Aborted | Kind::Connection), "{kind:?}");
        assert!(tags(&db).await.is_empty());
    }
}

#[querent_testkit::test]
async fn a_block_whose_transaction_was_ended_inside_it_is_refused(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            tx.batch_execute("COMMIT").await
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::TransactionOver);
    assert_eq!(tags(&db).await, ["a"]);
}

#[querent_testkit::test]
async fn a_deferred_constraint_fails_the_block_at_its_end(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            tx.batch_execute("INSERT INTO children VALUES (99)").await
        })
        .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::ForeignKeyViolation);
    assert_eq!(error.violation().unwrap().table(), Some("children"));
    assert!(tags(&db).await.is_empty());
    assert_eq!(db.status().discarded, 0);
}

#[querent_testkit::test]
async fn a_connection_lost_during_commit_leaves_the_outcome_unknown(db: Db) {
    tables(&db).await;
    let killer = db.clone();
    let result = db
        .atomic(async |tx| -> Result<()> {
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
        .await;
    let error = result.unwrap_err();
    assert_eq!(error.kind(), Kind::CommitUnknown, "{error:?}");
    assert!(error.to_string().contains("read back"), "{error}");
}

#[querent_testkit::test]
async fn a_connection_lost_before_commit_is_a_rollback(db: Db) {
    tables(&db).await;
    let result = db
        .atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let pid = backend(tx).await?;
            let other = db.to_builder().build()?;
            other.batch_execute(&format!("SELECT pg_terminate_backend({pid}, 10000)")).await?;
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok(())
        })
        .await;
    assert_eq!(result.unwrap_err().kind(), Kind::Connection);
    assert!(tags(&db).await.is_empty());
}

#[querent_testkit::test(worker_threads = 2)]
async fn of_joined_statements_the_one_that_failed_is_told_and_not_those_behind_it(db: Db) {
    tables(&db).await;
    for _ in 0..20 {
        let failed = db.atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let twice = tx.batch_execute("INSERT INTO parents VALUES (1), (1)");
            tokio::try_join!(twice, add(tx, "b"), add(tx, "c")).map(drop)
        });
        assert_eq!(failed.await.unwrap_err().kind(), Kind::UniqueViolation);
    }
    let both = db.atomic(async |tx| -> Result<()> {
        let (failed, refused) = tokio::join!(tx.batch_execute("SELECT 1 / 0"), add(tx, "b"));
        assert_eq!(failed.unwrap_err().kind(), Kind::DataException);
        refused
    });
    let refused = both.await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Aborted);
    assert!(refused.to_string().contains(file!()), "{refused}");
}

#[querent_testkit::test(worker_threads = 2)]
async fn on_a_busy_machine_the_statement_that_failed_is_told_too(db: Db) {
    tables(&db).await;
    for _ in 0..3 {
        let failed = db.atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let twice = tx.batch_execute("INSERT INTO parents VALUES (1), (1)");
            // The answers arrive when the first statement has been polled and the second one has not, and its patience
            // is over before the first one is polled again.
            let mut polls = 0;
            let busy = std::future::poll_fn(|context| {
                polls += 1;
                std::thread::sleep(Duration::from_millis([0, 0, 0, 50, 150][polls.min(5) - 1]));
                context.waker().wake_by_ref();
                if polls < 8 { Poll::Pending } else { Poll::Ready(Ok(())) }
            });
            tokio::try_join!(twice, busy, add(tx, "b")).map(drop)
        });
        assert_eq!(failed.await.unwrap_err().kind(), Kind::UniqueViolation);
    }
}

#[querent_testkit::test]
async fn statements_that_were_all_refused_do_not_wait_for_each_other(db: Db) {
    let begun = std::time::Instant::now();
    let refused = db.atomic(async |tx| -> Result<()> {
        tx.with_client(async |client| -> Result<()> {
            let _ = client.batch_execute("SELECT 1 / 0").await;
            Ok(())
        })
        .await?;
        let refused = tokio::join!(tx.batch_execute("SELECT 1"), tx.batch_execute("SELECT 2"));
        assert_eq!(refused.0.unwrap_err().kind(), Kind::Aborted);
        refused.1
    });
    assert_eq!(refused.await.unwrap_err().kind(), Kind::Aborted);
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[querent_testkit::test]
async fn a_nested_block_behind_a_failed_statement_is_refused_for_the_outer_block(db: Db) {
    tables(&db).await;
    for _ in 0..10 {
        let failed = db.atomic(async |tx| -> Result<()> {
            add(tx, "a").await?;
            let nested = tx.atomic(async |savepoint| add(savepoint, "b").await);
            tokio::try_join!(tx.batch_execute("SELECT 1 / 0"), nested).map(drop)
        });
        assert_eq!(failed.await.unwrap_err().kind(), Kind::DataException);
    }
    let line = line!() + 1;
    let refused = db.atomic(async |tx| -> Result<()> {
        add(tx, "a").await?;
        let nested = tx.atomic(async |savepoint| add(savepoint, "b").await);
        tokio::join!(tx.batch_execute("SELECT 1 / 0"), nested).1
    });
    let refused = refused.await.unwrap_err();
    assert_eq!(refused.kind(), Kind::Aborted);
    assert!(refused.to_string().contains(&format!("outcomes.rs:{line}")), "{refused}");
}

#[querent_testkit::test]
async fn a_nested_block_whose_connection_was_lost_before_it_began_does_not_blame_the_outer_one(db: Db) {
    tables(&db).await;
    let other = db.to_builder().build().unwrap();
    let (mut line, mut told) = (0, None);
    let outer = db.atomic(async |tx| -> Result<()> {
        let pid = backend(tx).await?;
        other.batch_execute(&format!("SELECT pg_terminate_backend({pid})")).await?;
        line = line!() + 1;
        told = tx.atomic(async |savepoint| add(savepoint, "b").await).await.err();
        Ok(())
    });
    assert!(matches!(outer.await.unwrap_err().kind(), Kind::Aborted | Kind::Connection));
    let told = told.unwrap();
    assert_eq!(told.kind(), Kind::Connection);
    let text = told.to_string();
    assert!(
        text.contains(&format!("outcomes.rs:{line}")) && !text.contains("nothing has been changed"),
        "{text}"
    );
}

#[querent_testkit::test]
async fn the_code_of_a_lost_connection_is_one_of_a_statement_if_a_function_raised_it(db: Db) {
    tables(&db).await;
    for code in ["08001", "57P01", "25P03"] {
        let raise = format!("DO $$ BEGIN RAISE EXCEPTION 'elsewhere' USING ERRCODE = '{code}'; END $$");
        let error = db.batch_execute(&raise).await.unwrap_err();
        assert_eq!((error.kind(), error.code().unwrap().code()), (Kind::Database, code));
    }
    assert_eq!(db.status().discarded, 0);
}
