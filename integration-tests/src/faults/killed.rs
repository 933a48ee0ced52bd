//! A server whose processes are killed.

use std::time::{Duration, Instant};

use querent::{Db, Result};
use querent_testkit::TestServer;
use tokio::time::sleep;

use super::figures::Figures;
use super::writers::{LOST, Writers};
use crate::meaning::Dice;

/// Kills every process of a server under the writers so many times, and starts it again on the same data.
///
/// The machine goes on, so what the server has written is in the kernel's cache at least: this is about writes between
/// their sending and their acknowledgement, and about a service whose connections are all gone at once, and not about
/// disks. The server runs with `fsync` on all the same.
///
/// # Panics
///
/// If anything is lost, doubled or told wrong, or the service does not go on.
pub async fn killed(times: usize) -> Result<Figures> {
    let mut server = TestServer::start().await.expect("there is a server to kill");
    let db = Db::builder().url(server.url()).connect().await?;
    Writers::prepare(&db).await.expect("an empty database has room for tables");
    let mut writers = Writers::begin(&db, LOST, None);
    let mut dice = Dice::new(0xdead);
    writers.recovered(Instant::now()).await;
    for _ in 0..times {
        sleep(Duration::from_millis(dice.below(200) as u64)).await;
        server.kill().await.expect("its processes can be killed");
        writers.ledger.note_fault();
        sleep(Duration::from_millis(dice.below(100) as u64)).await;
        server.restart().await.expect("it starts on what it has left");
        writers.recovered(Instant::now()).await;
    }
    writers.end(&db).await
}
