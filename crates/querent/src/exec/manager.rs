//! What the pool needs to know of connections: how one is made, and whether one is still good.

use std::sync::{Arc, Mutex, Weak};

use deadpool::managed::{self, Metrics, RecycleError, RecycleResult};

use super::conn::{Conn, Holder, Holding};
use super::connect::{ConnectError, Connector};
use super::status::Counter;
use crate::locks::lock;

/// Makes connections for the pool.
pub(super) struct Manager {
    connector: Connector,
    /// One for each connection there is.
    holders: Mutex<Vec<Weak<Holder>>>,
    pub(super) created: Counter,
}

impl Manager {
    pub(super) fn new(connector: Connector) -> Self {
        Manager { connector, holders: Mutex::default(), created: Counter::default() }
    }

    /// How many connections there are, also those that are on their way out of the pool.
    pub(super) fn open(&self) -> usize {
        lock(&self.holders).iter().filter(|holder| holder.strong_count() > 0).count()
    }

    /// Who uses connections now, the longest first.
    pub(super) fn holders(&self) -> Vec<Holding> {
        let mut holdings: Vec<_> =
            lock(&self.holders).iter().filter_map(Weak::upgrade).filter_map(|holder| holder.get()).collect();
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
        self.created.add_one();
        let mut holders = lock(&self.holders);
        holders.retain(|holder| holder.strong_count() > 0);
        holders.push(Arc::downgrade(&conn.holder));
        Ok(conn)
    }

    /// The connection's task has seen a server that went away; nothing is asked over the network.
    async fn recycle(&self, conn: &mut Box<Conn>, _: &Metrics) -> RecycleResult<ConnectError> {
        if conn.client.is_closed() { Err(RecycleError::message("closed")) } else { Ok(()) }
    }
}
