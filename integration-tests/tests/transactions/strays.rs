//! What is logged of code that does not use its block's handle, and of blocks that run again.

use std::fmt;
use std::sync::{Arc, Mutex};

use querent::{Db, Isolation, Result};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};

use crate::{add, tables, tags};

/// What the library logs on the thread of a test, a line for each event.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl<S: Subscriber> Layer<S> for Log {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target().starts_with("querent::") {
            let mut message = Message(String::new());
            event.record(&mut message);
            let line = format!("{} {}: {}", event.metadata().level(), event.metadata().target(), message.0);
            self.0.lock().unwrap().push(line);
        }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.0 = format!("{value:?}");
        }
    }
}

impl Log {
    fn begin() -> (Log, tracing::subscriber::DefaultGuard) {
        let log = Log::default();
        let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
        (log, guard)
    }

    fn of(&self, level: Level) -> Vec<String> {
        let lines = self.0.lock().unwrap();
        lines.iter().filter(|line| line.starts_with(level.as_str())).cloned().collect()
    }
}

#[querent_testkit::test]
async fn the_pools_handle_inside_a_block_is_warned_of_once_for_each_line_and_transaction(db: Db) {
    tables(&db).await;
    let (log, _guard) = Log::begin();
    for _ in 0..2 {
        db.atomic(async |tx| -> Result<()> {
            for _ in 0..3 {
                add(tx, "in").await?;
                db.batch_execute("INSERT INTO notes VALUES ('out')").await?;
            }
            db.batch_execute("SELECT 1").await
        })
        .await
        .unwrap();
    }
    let warnings = log.of(Level::WARN);
    assert_eq!(warnings.len(), 4, "{warnings:#?}");
    let first = &warnings[0];
    assert!(first.starts_with("WARN querent::pool: the pool's handle is used at "), "{first}");
    assert_eq!(first.matches(file!()).count(), 2, "{first}");
    assert!(first.ends_with("use the block's handle"), "{first}");
    assert_eq!(warnings[2..], warnings[..2]);
}

#[querent_testkit::test]
async fn another_pool_of_the_same_database_is_warned_of_too_and_no_other_task(db: Db) {
    tables(&db).await;
    let (log, _guard) = Log::begin();
    let other = db.to_builder().build().unwrap();
    db.atomic(async |tx| -> Result<()> {
        add(tx, "in").await?;
        let task = other.clone();
        tokio::spawn(async move { add(&task, "task").await }).await.unwrap()
    })
    .await
    .unwrap();
    assert_eq!(log.of(Level::WARN), [""; 0]);
    db.atomic(async |tx| -> Result<()> {
        add(tx, "in").await?;
        other.batch_execute("INSERT INTO notes VALUES ('out')").await
    })
    .await
    .unwrap();
    assert_eq!(log.of(Level::WARN).len(), 1);
    assert_eq!(tags(&db).await, ["in", "in", "out", "task"]);
}

#[querent_testkit::test]
async fn each_run_that_follows_a_loss_is_logged_with_the_line_of_its_block(db: Db) {
    db.batch_execute("CREATE TABLE counters (n int); INSERT INTO counters VALUES (0)").await.unwrap();
    let other = db.to_builder().build().unwrap();
    let (log, _guard) = Log::begin();
    let lost =
        db.transaction().isolation(Isolation::RepeatableRead).retry(2).atomic(async |tx| -> Result<()> {
            tx.batch_execute("TABLE counters").await?;
            other.batch_execute("UPDATE counters SET n = n + 1").await?;
            tx.batch_execute("UPDATE counters SET n = n + 1").await
        });
    assert!(lost.await.is_err());
    let logged = log.of(Level::DEBUG);
    let runs: Vec<_> = logged.iter().filter(|line| line.contains("runs again")).collect();
    assert_eq!(runs.len(), 2, "{logged:#?}");
    assert!(runs[0].starts_with("DEBUG querent::transaction:") && runs[0].contains(file!()), "{}", runs[0]);
}
