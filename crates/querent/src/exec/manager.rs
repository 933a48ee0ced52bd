//! What the pool needs to know of connections: how one is made, and whether one is still good.

use std::sync::{Arc, Weak};

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};
use parking_lot::Mutex;
use tokio::task::AbortHandle;

use super::conn::{Conn, Holder, Holding};
use super::connect::{ConnectError, Connector};
use super::status::StatementCounters;

/// Makes connections for the pool.
pub(super) struct Manager {
    connector: Connector,
    made: Mutex<Made>,
}

/// The connections that were made. How many there were and which there are is one figure: read one by one, they would
/// tell of a connection in between that it is closed.
#[derive(Default)]
struct Made {
    count: u64,
    /// One for each connection there is.
    known: Vec<Known>,
}

/// A connection that was made.
struct Known {
    holder: Weak<Holder>,
    /// Its task, which ends when the socket does.
    task: AbortHandle,
}

impl Known {
    /// Whether its socket is open.
    fn is_open(&self) -> bool {
        !self.task.is_finished()
    }

    /// Whether the pool or somebody has it, or it is on its way out.
    fn is_there(&self) -> bool {
        self.is_open() || self.holder.strong_count() > 0
    }
}

impl Manager {
    pub(super) fn new(connector: Connector) -> Self {
        Manager { connector, made: Mutex::default() }
    }

    /// How many connections were made, and how many of them are closed.
    pub(super) fn made_and_closed(&self) -> (u64, u64) {
        let made = self.made.lock();
        let open = made.known.iter().filter(|known| known.is_open()).count() as u64;
        (made.count, made.count - open)
    }

    /// What the connections count of their statements.
    pub(super) fn statement_counters(&self) -> &StatementCounters {
        &self.connector.statement_counters
    }

    /// Whether there is no connection, not even one that is on its way out of the pool.
    pub(super) fn is_empty(&self) -> bool {
        !self.made.lock().known.iter().any(Known::is_there)
    }

    /// Who uses connections now, the longest first.
    pub(super) fn holders(&self) -> Vec<Holding> {
        let made = self.made.lock();
        let mut holdings: Vec<_> =
            made.known.iter().filter_map(|known| known.holder.upgrade()?.get()).collect();
        drop(made);
        holdings.sort_by_key(|holding| holding.since);
        holdings
    }
}

impl managed::Manager for Manager {
    /// Boxed, since it is moved with every checkout.
    type Type = Box<Conn>;
    type Error = ConnectError;

    async fn create(&self) -> Result<Box<Conn>, ConnectError> {
        // Boxed: the future of every checkout would be as large as that of a connect otherwise.
        let conn = Box::new(Box::pin(self.connector.connect()).await?);
        let known = Known { holder: Arc::downgrade(&conn.holder), task: conn.task.abort_handle() };
        let mut made = self.made.lock();
        made.known.retain(Known::is_there);
        made.known.push(known);
        made.count += 1;
        drop(made);
        Ok(conn)
    }

    /// The connection's task has seen a server that went away; nothing is asked over the network.
    async fn recycle(&self, conn: &mut Box<Conn>, _: &Metrics) -> RecycleResult<ConnectError> {
        if conn.is_usable() { Ok(()) } else { Err(RecycleError::message("closed")) }
    }
}
