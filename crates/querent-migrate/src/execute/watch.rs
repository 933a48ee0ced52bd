//! Long steps tell that they are still running.

use std::time::{Duration, Instant};

use querent::Db;

use crate::event::{Event, IndexProgress, Listener, Place};
use crate::session;

/// How often a step tells that it is still running.
const OFTEN: Duration = Duration::from_secs(3);

/// How long may be spent on asking how far an index is.
const ASKING: Duration = Duration::from_secs(1);

/// Where to ask how far an index is.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    /// Another connection than the one that builds it.
    pub(super) db: &'a Db,
    /// The process of the server that builds it.
    pub(super) pid: i32,
}

/// Waits for `work`, and tells every few seconds that it is still running.
pub(super) async fn watch<T>(
    place: &Place,
    listener: &Listener,
    look: Option<Look<'_>>,
    work: impl Future<Output = T>,
) -> T {
    let began = Instant::now();
    let mut work = std::pin::pin!(work);
    loop {
        if let Ok(done) = tokio::time::timeout(OFTEN, work.as_mut()).await {
            return done;
        }
        let index = match look {
            Some(look) => {
                // The work goes on meanwhile, and may end.
                let asked = std::pin::pin!(look.progress());
                match futures::future::select(work.as_mut(), asked).await {
                    futures::future::Either::Left((done, _)) => return done,
                    futures::future::Either::Right((progress, _)) => progress,
                }
            }
            None => None,
        };
        listener.tell(&Event::StillRunning { place: place.clone(), elapsed: began.elapsed(), index });
    }
}

impl Look<'_> {
    async fn progress(&self) -> Option<IndexProgress> {
        let sql = "SELECT phase, blocks_done, blocks_total, lockers_done, lockers_total
                     FROM pg_stat_progress_create_index WHERE pid = $1";
        let rows =
            tokio::time::timeout(ASKING, session::rows(self.db, sql, &[&self.pid])).await.ok()?.ok()?;
        let row = rows.first()?;
        Some(IndexProgress {
            phase: row.get(0),
            blocks_done: row.get(1),
            blocks_total: row.get(2),
            lockers_done: row.get(3),
            lockers_total: row.get(4),
        })
    }
}
