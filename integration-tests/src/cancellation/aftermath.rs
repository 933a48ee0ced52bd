//! What must hold once a future has been dropped.

use std::time::Duration;

use querent::{Db, Result};

/// What the connections of the pool under test are called at the server.
pub(super) const NAME: &str = "dropped";

/// Waits until every connection is back in the pool, whatever happened to it.
///
/// # Panics
///
/// If the pool does not come to rest, or has lost a place.
pub(super) async fn at_rest(subject: &Db, connections: usize) {
    for _ in 0..10_000 {
        let status = subject.status();
        assert_eq!(status.max_connections, connections, "the pool has lost a place");
        if status.connections == status.available {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("the pool does not come to rest: {:?}", subject.status());
}

/// The sessions of the pool under test that are in a transaction, or run a statement: `state: statement`.
pub(super) async fn busy(observer: &Db) -> Result<Vec<String>> {
    sessions(observer, "state <> 'idle'").await
}

/// Waits until a statement of the pool under test waits for a lock.
pub(super) async fn locked_out(observer: &Db) -> Result<()> {
    while sessions(observer, "wait_event_type = 'Lock'").await?.is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

async fn sessions(observer: &Db, condition: &str) -> Result<Vec<String>> {
    let ask = format!(
        "SELECT concat(state, ': ', query) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = '{NAME}' AND {condition}"
    );
    // A transaction sees what was there when it first looked, unless it forgets that.
    observer
        .with_client(async |client| -> Result<_> {
            client.execute("SELECT pg_stat_clear_snapshot()", &[]).await?;
            Ok(client.query(&ask, &[]).await?.iter().map(|row| row.get(0)).collect())
        })
        .await
}
