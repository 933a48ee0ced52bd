//! A server that takes no writes for a while.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use querent::prelude::*;
use querent::{Kind, Result};
use querent_testkit::TestServer;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::figures::Figures;
use super::models::Ticket;
use super::writers::Writers;
use crate::meaning::Dice;

/// How many only read.
const READERS: usize = 4;

/// Makes a server read-only so many times while the writers write, and others read.
///
/// # Panics
///
/// If anything is lost, doubled or told wrong, if reading fails, or the service does not go on. It does not return if
/// reading comes to a halt.
pub async fn read_only(times: usize) -> Result<Figures> {
    let server = TestServer::start().await.expect("there is a server to change");
    let db = Db::builder().url(server.url()).connect().await?;
    let operator = Db::builder().url(server.url()).max_connections(1).connect().await?;
    Writers::prepare(&db).await.expect("an empty database has room for tables");
    let mut writers = Writers::begin(&db, &[Kind::ReadOnly], None);
    let (over, reads) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        let (db, over, reads) = (db.clone(), over.clone(), reads.clone());
        readers.spawn(async move {
            while !over.load(Ordering::Relaxed) {
                Ticket::objects(&db).order_by(|t| t.id.desc()).first().await?;
                reads.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<_, querent::Error>(())
        });
    }
    let mut dice = Dice::new(0x25_006);
    writers.recovered(Instant::now()).await;
    for _ in 0..times {
        set_read_only(&operator, true).await?;
        writers.ledger.note_fault();
        let before = reads.load(Ordering::Relaxed);
        sleep(Duration::from_millis(50 + dice.below(100) as u64)).await;
        // Those that were under way, and one more each.
        while reads.load(Ordering::Relaxed) < before + 2 * READERS {
            sleep(Duration::from_millis(1)).await;
        }
        set_read_only(&operator, false).await?;
        writers.recovered(Instant::now()).await;
    }
    over.store(true, Ordering::Relaxed);
    while let Some(ended) = readers.join_next().await {
        ended.expect("a reader reads")?;
    }
    writers.end(&db).await
}

/// From the next transaction of each session on.
async fn set_read_only(operator: &Db, on: bool) -> Result<()> {
    // Not one batch: ALTER SYSTEM refuses to be part of a transaction.
    operator.batch_execute(&format!("ALTER SYSTEM SET default_transaction_read_only = {on}")).await?;
    operator.batch_execute("SELECT pg_reload_conf()").await
}
