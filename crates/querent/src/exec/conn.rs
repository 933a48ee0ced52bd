//! One connection to a server, as the pool keeps it.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Instant;

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, Error, SimpleQueryMessage};

use super::cache::Cache;
use super::servers::Address;
use super::tls::Tls;
use crate::watch::Site;

/// One connection to a server.
///
/// The task that moves its bytes ends with it: it takes leave of the server once everything is answered.
pub(super) struct Conn {
    pub(super) client: Client,
    pub(super) endpoint: Endpoint,
    /// `None` when statements are not to be prepared by name.
    pub(super) cache: Option<Cache>,
    pub(super) holder: Arc<Holder>,
    /// The runtime that the task runs on; work on this connection that nobody awaits goes there too.
    pub(super) runtime: Handle,
    pub(super) task: JoinHandle<()>,
    /// Whether it is to be closed instead of being used again.
    pub(super) spent: AtomicBool,
}

/// Where a connection leads, as it was resolved: a cancel request must reach the same server.
#[derive(Clone)]
pub(super) struct Endpoint {
    pub(super) address: Address,
    pub(super) hostname: String,
    pub(super) tls: Tls,
    pub(super) config: Arc<Config>,
}

/// Who uses a connection, for the message that says why there is none.
#[derive(Debug, Default)]
pub(super) struct Holder(Mutex<Option<Holding>>);

/// Since when a line of the user's code uses a connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holding {
    pub(super) site: Site,
    pub(super) since: Instant,
}

impl Holder {
    pub(super) fn take(&self, site: Site) {
        *self.0.lock() = Some(Holding { site, since: Instant::now() });
    }

    pub(super) fn release(&self) {
        *self.0.lock() = None;
    }

    pub(super) fn get(&self) -> Option<Holding> {
        *self.0.lock()
    }
}

impl Conn {
    /// Sends `first` and a question that only one answer fits. `true` if that answer comes: requests and answers are
    /// in step, and whatever was sent before is over.
    pub(super) async fn ask(&self, first: &str) -> Result<bool, Error> {
        static NONCE: AtomicU64 = AtomicU64::new(1);
        let nonce = NONCE.fetch_add(1, Ordering::Relaxed).to_string();
        let answer = self.client.simple_query(&format!("{first} SELECT '{nonce}'")).await?;
        Ok(answer
            .iter()
            .any(|message| matches!(message, SimpleQueryMessage::Row(row) if row.get(0) == Some(&nonce))))
    }

    /// Lets nobody use the connection after whoever has it now.
    pub(super) fn spend(&self) {
        self.spent.store(true, Ordering::Release);
    }

    /// Whether it can be used again.
    pub(super) fn is_usable(&self) -> bool {
        !self.client.is_closed() && !self.spent.load(Ordering::Acquire)
    }

    /// Closes the socket, whatever the server is doing.
    pub(super) fn kill(&self) {
        self.task.abort();
    }
}

impl fmt::Debug for Conn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conn").field("address", &self.endpoint.address).finish_non_exhaustive()
    }
}
