//! Connections that the server ends.

use std::time::{Duration, Instant};

use querent::{Db, Result};
use tokio::time::sleep;

use super::figures::Figures;
use super::writers::{LOST, Writers};
use crate::meaning::Dice;

/// What the writers' connections are called at the server.
const NAME: &str = "terminated";

/// How many connections are ended one soon after the other.
const AT_A_TIME: usize = 20;

/// Ends so many of the writers' connections by `pg_terminate_backend`, whatever they are doing.
///
/// # Panics
///
/// If anything is lost, doubled or told wrong, or the service does not go on.
pub async fn terminated(observer: &Db, times: usize) -> Result<Figures> {
    Writers::prepare(observer).await.expect("an empty database has room for tables");
    let db = observer.to_builder().max_connections(10).application_name(NAME).build()?;
    let mut writers = Writers::begin(&db, LOST, None);
    let mut dice = Dice::new(0x57_01);
    writers.recovered(Instant::now()).await;
    let mut ended = 0;
    while ended < times {
        for _ in 0..AT_A_TIME.min(times - ended) {
            sleep(Duration::from_micros(dice.below(8_000) as u64)).await;
            if terminate_one(observer).await? {
                writers.ledger.note_fault();
                ended += 1;
            }
        }
        writers.recovered(Instant::now()).await;
    }
    writers.end(observer).await
}

/// Ends a connection that is at work, if there is one.
async fn terminate_one(observer: &Db) -> Result<bool> {
    let ask = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = '{NAME}'
         ORDER BY state = 'idle', random() LIMIT 1"
    );
    observer
        .with_client(async |client| Ok(client.query_opt(&ask, &[]).await?.is_some_and(|row| row.get(0))))
        .await
}
