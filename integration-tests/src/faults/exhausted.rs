//! A pool whose connections are all in use.

use std::sync::Arc;
use std::time::{Duration, Instant};

use querent::{Db, Kind, Result};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::figures::Figures;
use super::writers::Writers;

/// How many connections there are.
const CONNECTIONS: usize = 4;

/// How long a writer waits for one.
const WAIT: Duration = Duration::from_millis(100);

/// Takes all connections of the pool so many times, for longer than anybody waits for one.
///
/// # Panics
///
/// If anything is lost, doubled or told wrong, if those who wait are not told who has the connections, or the service
/// does not go on.
pub async fn exhausted(observer: &Db, times: usize) -> Result<Figures> {
    Writers::prepare(observer).await.expect("an empty database has room for tables");
    let db = observer.to_builder().max_connections(CONNECTIONS).wait_timeout(WAIT).build()?;
    let mut writers = Writers::begin(&db, &[Kind::PoolTimeout], None);
    writers.recovered(Instant::now()).await;
    for _ in 0..times {
        let (held, over) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let mut holders = JoinSet::new();
        for _ in 0..CONNECTIONS {
            holders.spawn(hold(db.clone(), held.clone(), over.clone()));
        }
        let _all = held.acquire_many(CONNECTIONS as u32).await.expect("nobody closes it");
        writers.ledger.note_fault();
        check_what_is_told(&db).await;
        tokio::time::sleep(2 * WAIT).await;
        over.add_permits(CONNECTIONS);
        while let Some(ended) = holders.join_next().await {
            ended.expect("a holder holds on")?;
        }
        writers.recovered(Instant::now()).await;
    }
    writers.end(observer).await
}

/// Takes a connection, against all the writers, and keeps it until it is over.
async fn hold(db: Db, held: Arc<Semaphore>, over: Arc<Semaphore>) -> Result<()> {
    loop {
        let result = db
            .with_client(async |_| -> Result<()> {
                held.add_permits(1);
                let _over = over.acquire().await.expect("nobody closes it");
                Ok(())
            })
            .await;
        match result {
            Err(error) if error.kind() == Kind::PoolTimeout => {}
            result => return result,
        }
    }
}

/// Whoever asks in vain is told so, by whom the connections are used, and since when.
async fn check_what_is_told(db: &Db) {
    let error = db.batch_execute("SELECT 1").await.expect_err("no connection is free");
    assert_eq!(error.kind(), Kind::PoolTimeout, "{error:?}");
    let pool = error.pool().expect("the error has the pool's state");
    assert_eq!((pool.max_connections, pool.holders.len()), (CONNECTIONS, CONNECTIONS), "{error}");
    let lines = pool.holders.iter().map(|holder| holder.at).chain([pool.asked_at]);
    assert!(lines.into_iter().all(|line| line.file() == file!()), "{error}");
    assert!(
        pool.holders.iter().all(|holder| holder.held_for >= WAIT),
        "they had them all the while: {error}"
    );
}
