//! Blocks, hooks, and constraints that wait for COMMIT.

use std::sync::{Arc, Mutex};

use querent::prelude::*;
use querent::{Error, Kind, Result};
use time::macros::date;

use crate::database::on_the_data;
use crate::models::{Account, Blog, Entry, Positioned};

async fn add(db: &Db, name: &str) -> Result<()> {
    Account::draft().name(name).balance(0).points(0).note("").create(db).await.map(drop)
}

async fn count(db: &Db) -> i64 {
    Account::objects(db).count().await.unwrap()
}

/// Which of these there are, in their order.
async fn found(db: &Db, names: &[&str]) -> Vec<String> {
    let found = Account::objects(db).filter(|a| a.name.is_in(names)).order_by(|a| a.name);
    found.values(|a| a.name).await.unwrap()
}

#[derive(Debug)]
enum Failure {
    Boom,
    Database(#[allow(dead_code, reason = "it is shown")] Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Database(error)
    }
}

#[test]
fn trx_01_atomic_commits_rolls_back_and_nests() {
    on_the_data(async |db| {
        db.atomic(async |tx| add(tx, "c1").await).await.unwrap();
        assert_eq!(count(&db).await, 4);
        let rolled_back = db.atomic(async |tx| -> Result<(), Failure> {
            add(tx, "c2").await?;
            Err(Failure::Boom)
        });
        assert!(matches!(rolled_back.await, Err(Failure::Boom)));
        assert_eq!(count(&db).await, 4);
        db.atomic(async |tx| -> Result<(), Failure> {
            add(tx, "out1").await?;
            let inner = tx.atomic(async |savepoint| -> Result<(), Failure> {
                add(savepoint, "in1").await?;
                Err(Failure::Boom)
            });
            assert!(matches!(inner.await, Err(Failure::Boom)));
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(found(&db, &["out1", "in1"]).await, ["out1"]);
        let outer = db.atomic(async |tx| -> Result<(), Failure> {
            tx.atomic(async |savepoint| add(savepoint, "in2").await).await?;
            add(tx, "out2").await?;
            Err(Failure::Boom)
        });
        assert!(matches!(outer.await, Err(Failure::Boom)));
        assert_eq!(found(&db, &["out2", "in2"]).await, [""; 0]);
    });
}

/// There is no `savepoint=False`: a block inside another one is a savepoint, and what failed in it is never half of what
/// the outer one commits.
#[test]
fn trx_03_nothing_of_a_nested_block_that_failed_is_committed() {
    on_the_data(async |db| {
        db.atomic(async |tx| -> Result<(), Failure> {
            add(tx, "m1").await?;
            let inner = tx.atomic(async |savepoint| -> Result<(), Failure> {
                add(savepoint, "m2").await?;
                Err(Failure::Boom)
            });
            assert!(matches!(inner.await, Err(Failure::Boom)));
            assert_eq!(count(tx).await, 4);
            Ok(())
        })
        .await
        .unwrap();
        assert_eq!(found(&db, &["m1", "m2"]).await, ["m1"]);
    });
}

/// What hooks write down.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn read(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }

    async fn on_commit(&self, db: &Db, line: &'static str) -> Result<()> {
        let log = self.clone();
        db.on_commit(async move |_| {
            log.write(line);
            Ok(())
        })
        .await
    }
}

#[test]
fn trx_05_a_failing_hook_leaves_the_data_and_hooks_may_query_and_register_hooks() {
    on_the_data(async |db| {
        let log = Log::default();
        let failed = db.atomic(async |tx| -> Result<()> {
            add(tx, "h1").await?;
            log.on_commit(tx, "first").await?;
            tx.on_commit(async |_| Err("boom".into())).await?;
            log.on_commit(tx, "skipped").await
        });
        let error = failed.await.unwrap_err();
        assert_eq!(error.kind(), Kind::HookFailed);
        assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "boom");
        assert_eq!(found(&db, &["h1"]).await, ["h1"]);
        assert_eq!(log.read(), ["first"]);
        db.atomic(async |tx| -> Result<()> {
            tx.on_commit_robust(async |_| Err("boom".into())).await?;
            log.on_commit(tx, "after").await
        })
        .await
        .unwrap();
        assert_eq!(log.read(), ["after"]);
        let outer = log.clone();
        db.atomic(async |tx| -> Result<()> {
            tx.on_commit(async move |db| {
                outer.write("outer");
                db.atomic(async |tx| add(tx, "h2").await).await?;
                outer.write(count(&db).await.to_string());
                Ok(outer.on_commit(&db, "inner").await?)
            })
            .await
        })
        .await
        .unwrap();
        assert_eq!(log.read(), ["outer", "5", "inner"]);
    });
}

#[test]
fn trx_07_deferred_constraints_are_checked_at_commit() {
    on_the_data(async |db| {
        db.atomic(async |tx| -> Result<()> {
            Positioned::objects(tx).filter(|d| d.name.eq("a")).update(|d| d.position.set(2)).await?;
            Positioned::objects(tx).filter(|d| d.name.eq("b")).update(|d| d.position.set(1)).await.map(drop)
        })
        .await
        .unwrap();
        let swapped = Positioned::objects(&db).order_by(|d| d.name).values(|d| (d.name, d.position));
        assert_eq!(swapped.await.unwrap(), [("a".to_owned(), 2), ("b".to_owned(), 1)]);
        db.atomic(async |tx| -> Result<()> {
            let entry = Entry::draft().blog(700).headline("h").pub_date(date!(2020 - 01 - 01));
            entry.number_of_comments(0).number_of_pingbacks(0).create(tx).await?;
            Blog::draft().id(700).name("late").create(tx).await.map(drop)
        })
        .await
        .unwrap();
        let late = Blog::objects(&db).by_key(700).await.unwrap();
        assert_eq!(late.entries.objects(&db).count().await.unwrap(), 1);
        let mut at_commit = false;
        let violated = db.atomic(async |tx| -> Result<()> {
            Positioned::draft().name("c").position(1).create(tx).await?;
            at_commit = true;
            Ok(())
        });
        let error = violated.await.unwrap_err();
        assert_eq!(error.kind(), Kind::UniqueViolation);
        assert_eq!(error.violation().unwrap().constraint(), Some("deferred_pos_uniq"));
        assert!(at_commit);
    });
}
