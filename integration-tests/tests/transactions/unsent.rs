//! Statements that are not sent yet, since they are being prepared, when blocks begin and end around them.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures::poll;
use querent::prelude::*;
use querent::{Error, Kind, Result};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::eventually;

#[derive(Model, Clone, Debug)]
#[model(table = "jottings", ordering = [id])]
struct Jotting {
    id: i64,
    #[field(max_length = 50)]
    text: String,
}

/// What rolls a block back that nothing is wrong with.
#[derive(Debug)]
struct Stop;

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        panic!("{error}");
    }
}

type Writing = Pin<Box<dyn Future<Output = Result<Jotting>> + Send>>;

/// A write that is on its way as soon as it is polled.
fn writing(db: &Db, text: &'static str) -> Writing {
    let db = db.clone();
    Box::pin(async move { Jotting::draft().text(text).create(&db).await })
}

/// Polls a write once, and waits until whatever it has asked the server is answered.
async fn begin(writing: &mut Writing) {
    assert!(poll!(writing.as_mut()).is_pending());
    sleep(Duration::from_millis(50)).await;
}

async fn texts(db: &Db) -> Vec<String> {
    Jotting::objects(db).await.unwrap().into_iter().map(|jotting| jotting.text).collect()
}

/// All connections have come back, and what was undone in the background is.
async fn at_rest(db: &Db) {
    eventually(async || db.status().connections == db.status().available).await;
}

#[querent_testkit::test(models = [Jotting])]
async fn a_write_beside_a_nested_block_is_no_part_of_it(db: Db) {
    db.atomic(async |tx| -> Result<()> {
        Jotting::objects(tx).count().await?;
        let nested = tx.atomic(async |savepoint| -> Result<(), Stop> {
            Jotting::objects(savepoint).exists().await?;
            Jotting::draft().text("undone").create(savepoint).await?;
            Err(Stop)
        });
        let (kept, undone) = tokio::join!(writing(tx, "kept"), nested);
        assert!(undone.is_err());
        assert_eq!(kept?.text, "kept");
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(texts(&db).await, ["kept"]);
}

#[querent_testkit::test(models = [Jotting])]
async fn a_write_whose_block_ends_before_it_is_sent_is_never_sent(db: Db) {
    let mut stray = None;
    let ended = db
        .atomic(async |tx| -> Result<()> {
            Jotting::objects(tx).count().await?;
            let mut write = writing(tx, "late");
            begin(&mut write).await;
            stray = Some(write);
            Ok(())
        })
        .await;
    assert_eq!(ended.unwrap_err().kind(), Kind::StillRunning);
    assert_eq!(stray.unwrap().await.unwrap_err().kind(), Kind::TransactionOver);
    at_rest(&db).await;
    assert!(texts(&db).await.is_empty());
}

#[querent_testkit::test(models = [Jotting])]
async fn a_write_whose_nested_block_ends_before_it_is_sent_is_no_part_of_the_outer_one(db: Db) {
    let mut stray = None;
    db.atomic(async |tx| -> Result<()> {
        Jotting::draft().text("outer").create(tx).await?;
        let nested = tx.atomic(async |middle| {
            middle
                .atomic(async |inner| -> Result<()> {
                    Jotting::objects(inner).count().await?;
                    let mut write: Writing = {
                        let inner = inner.clone();
                        Box::pin(async move {
                            Jotting::objects(&inner).bulk_create([Jotting::draft().text("late")]).await?;
                            Jotting::objects(&inner).first().await.map(Option::unwrap)
                        })
                    };
                    begin(&mut write).await;
                    stray = Some(write);
                    Ok(())
                })
                .await
        });
        assert_eq!(nested.await.unwrap_err().kind(), Kind::StillRunning);
        assert_eq!(stray.take().unwrap().await.unwrap_err().kind(), Kind::TransactionOver);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(texts(&db).await, ["outer"]);
}

#[querent_testkit::test(models = [Jotting])]
async fn a_client_that_is_lent_when_its_block_ends_writes_nothing_any_more(db: Db) {
    let mut stray = None;
    let ended = db
        .atomic(async |tx| -> Result<()> {
            let tx = tx.clone();
            let mut lent: Pin<Box<dyn Future<Output = Result<()>> + Send>> = Box::pin(async move {
                tx.with_client(async |client| {
                    client.batch_execute("SELECT 1").await?;
                    Ok(client.batch_execute("INSERT INTO jottings (text) VALUES ('late')").await?)
                })
                .await
            });
            assert!(poll!(lent.as_mut()).is_pending());
            sleep(Duration::from_millis(50)).await;
            assert!(
                poll!(lent.as_mut()).is_pending(),
                "it has its connection and waits for the first answer"
            );
            sleep(Duration::from_millis(50)).await;
            stray = Some(lent);
            Ok(())
        })
        .await;
    assert_eq!(ended.unwrap_err().kind(), Kind::StillRunning);
    sleep(Duration::from_millis(50)).await;
    assert_eq!(stray.unwrap().await.unwrap_err().kind(), Kind::Connection);
    at_rest(&db).await;
    assert!(texts(&db).await.is_empty());
}

#[querent_testkit::test(models = [Jotting])]
async fn an_inner_block_that_is_dropped_after_the_one_around_it_leaves_the_outermost_alone(db: Db) {
    db.atomic(async |tx| -> Result<()> {
        Jotting::draft().text("outer").create(tx).await?;
        let mut inner = None;
        let middle = tx.atomic(async |middle| -> Result<(), Stop> {
            let (middle, written) = (middle.clone(), Arc::new(Notify::new()));
            let told = written.clone();
            let mut block: Pin<Box<dyn Future<Output = Result<()>> + Send>> = Box::pin(async move {
                middle
                    .atomic(async |inner| {
                        Jotting::draft().text("inner").create(inner).await?;
                        told.notify_one();
                        std::future::pending().await
                    })
                    .await
            });
            tokio::select! {
                _ = &mut block => unreachable!("it never ends"),
                () = written.notified() => {}
            }
            inner = Some(block);
            Err(Stop)
        });
        assert!(middle.await.is_err());
        drop(inner);
        Jotting::draft().text("outer too").create(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(texts(&db).await, ["outer", "outer too"]);
}

#[querent_testkit::test(models = [Jotting])]
async fn a_nested_block_that_is_dropped_cancels_no_statement_of_the_outer_one(db: Db) {
    db.atomic(async |tx| -> Result<()> {
        Jotting::draft().text("outer").create(tx).await?;
        let nested = timeout(
            Duration::from_millis(30),
            tx.atomic(async |savepoint| Jotting::draft().text("nested").create(savepoint).await),
        );
        let (outer, nested) = tokio::join!(tx.batch_execute("SELECT pg_sleep(0.3)"), nested);
        outer?;
        assert!(nested.is_err(), "it waits behind the outer block's statement");
        Jotting::draft().text("outer too").create(tx).await?;
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(texts(&db).await, ["outer", "outer too"]);
}

#[querent_testkit::test(models = [Jotting])]
async fn a_block_that_ends_while_an_inner_one_runs_does_not_wait_for_its_statement(db: Db) {
    let block = db.atomic(async |tx| -> Result<()> {
        Jotting::draft().text("outer").create(tx).await?;
        let middle = tx.atomic(async |middle| -> Result<()> {
            let (middle, begun) = (middle.clone(), Arc::new(Notify::new()));
            let told = begun.clone();
            tokio::spawn(async move {
                middle
                    .atomic(async |inner| {
                        Jotting::draft().text("inner").create(inner).await?;
                        told.notify_one();
                        inner.batch_execute("SELECT pg_sleep(600)").await
                    })
                    .await
            });
            begun.notified().await;
            sleep(Duration::from_millis(50)).await;
            Ok(())
        });
        assert_eq!(middle.await.unwrap_err().kind(), Kind::StillRunning);
        Jotting::draft().text("outer too").create(tx).await?;
        Ok(())
    });
    timeout(Duration::from_secs(60), block).await.expect("the statement is cancelled").unwrap();
    assert_eq!(texts(&db).await, ["outer", "outer too"]);
}
