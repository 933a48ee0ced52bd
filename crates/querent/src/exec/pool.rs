//! The pool that leases are taken from.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use deadpool::managed::{self, Object, PoolError, Timeouts};

use super::connect::ConnectError;
use super::inside::Mark;
use super::manager::Manager;
use super::options::Options;
use super::planning::Planning;
use super::status::{Counters, Status};
use crate::error::{Error, ExhaustedPool, Holder, Kind, Result};
use crate::watch::{Database, Recorder, Site};

/// The connections of one [`Db`](crate::Db).
pub(super) struct Pool {
    /// The only one of this number that the process ever has: an address may come again.
    pub(super) number: u64,
    pub(super) connections: managed::Pool<Manager>,
    pub(super) recorder: Arc<Recorder>,
    pub(super) counters: Counters,
    /// How long a request waits for a connection.
    pub(super) wait: Duration,
    /// Whether BEGIN travels with the first statement.
    pub(super) glued: bool,
    /// The servers and the name of its database, to know other pools of it.
    pub(super) database: String,
    /// What those who watch statements are told of it.
    pub(super) described: Database,
    pub(super) planning: Planning,
    /// What the pool was made from.
    pub(super) options: Options,
}

impl Pool {
    /// A number for the next one.
    pub(super) fn next_number() -> u64 {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        NEXT.fetch_add(1, Ordering::Relaxed)
    }

    /// A free connection, or a new one, for the code at `site`.
    pub(super) async fn take(&self, site: Site) -> Result<Object<Manager>> {
        // No timer unless there is something to wait for.
        let object = match self.within(Duration::ZERO).await {
            Ok(object) => object,
            Err(PoolError::Timeout(_)) => Box::pin(self.wait_counted(site, None)).await?,
            Err(PoolError::Backend(failure)) if !failure.passing => return Err(failure.error),
            Err(PoolError::Backend(failure)) => Box::pin(self.wait_counted(site, Some(failure))).await?,
            Err(_) => return Err(closed()),
        };
        self.counters.checkouts.add_one();
        object.holder.take(site);
        Ok(object)
    }

    /// As [`take`](Self::take), without waiting for anybody: for a task that holds a connection in a block of its own.
    pub(super) async fn take_inside(&self, site: Site, outer: Mark) -> Result<Object<Manager>> {
        let object = self.within(Duration::ZERO).await.map_err(|error| match error {
            PoolError::Timeout(_) => inside(site, &outer),
            PoolError::Backend(failure) => failure.error,
            _ => closed(),
        })?;
        outer.warn(site, ", and with every connection in use it is an error");
        self.counters.checkouts.add_one();
        object.holder.take(site);
        Ok(object)
    }

    /// A connection that is free, or may be made, for work that nobody waits for.
    pub(super) async fn take_free(&self, site: Site) -> Option<Object<Manager>> {
        let object = self.within(Duration::ZERO).await.ok()?;
        object.holder.take(site);
        Some(object)
    }

    /// As [`wait`](Self::wait), for the figures. A wait that is given up, by a dropped future, is none.
    async fn wait_counted(&self, site: Site, failure: Option<ConnectError>) -> Result<Object<Manager>> {
        let since = tokio::time::Instant::now();
        let result = self.wait(site, failure).await;
        let waited = since.elapsed().as_micros() as u64;
        self.counters.waits.add_one();
        self.counters.waited.add(waited);
        self.counters.longest_wait.raise_to(waited);
        result
    }

    /// Waits for a connection, or for a server that is only starting.
    async fn wait(&self, site: Site, mut failure: Option<ConnectError>) -> Result<Object<Manager>> {
        let deadline = tokio::time::Instant::now() + self.wait;
        let mut pause = Duration::from_millis(10);
        loop {
            if let Some(failure) =
                failure.take_if(|failure| !failure.passing || tokio::time::Instant::now() + pause >= deadline)
            {
                return Err(failure.error);
            }
            if failure.is_some() {
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_millis(200));
            }
            match self.within(deadline.saturating_duration_since(tokio::time::Instant::now())).await {
                Ok(object) => return Ok(object),
                Err(PoolError::Backend(next)) => failure = Some(next),
                Err(PoolError::Timeout(_)) => {
                    return Err(failure.map_or_else(|| self.timeout(site), |failure| failure.error));
                }
                Err(_) => return Err(closed()),
            }
        }
    }

    async fn within(&self, wait: Duration) -> Result<Object<Manager>, PoolError<ConnectError>> {
        self.connections.timeout_get(&Timeouts { wait: Some(wait), create: None, recycle: None }).await
    }

    /// No connection became free: says who has them.
    fn timeout(&self, site: Site) -> Error {
        self.counters.timeouts.add_one();
        let holders = self.connections.manager().holders();
        let holders =
            holders.iter().map(|holding| Holder::new(holding.site, holding.since.elapsed())).collect();
        let max = self.connections.status().max_size;
        Error::exhausted(ExhaustedPool::new(max, self.wait, site, holders))
    }

    pub(super) fn status(&self) -> Status {
        let connections = self.connections.status();
        let (created, closed) = self.connections.manager().made_and_closed();
        let statements = self.connections.manager().statement_counters();
        let forgotten = statements.forgotten.get(); // first: what is kept meanwhile must not be below it
        Status {
            max_connections: connections.max_size,
            connections: connections.size,
            available: connections.available,
            waiting: connections.waiting,
            created,
            closed,
            checkouts: self.counters.checkouts.get(),
            waits: self.counters.waits.get(),
            waited: Duration::from_micros(self.counters.waited.get()),
            longest_wait: Duration::from_micros(self.counters.longest_wait.get()),
            timeouts: self.counters.timeouts.get(),
            quarantined: self.counters.quarantined.get(),
            cancelled: self.counters.cancelled.get(),
            discarded: self.counters.discarded.get(),
            prepared_statements: statements.kept.get().saturating_sub(forgotten),
            statement_hits: statements.hits.get(),
            statement_misses: statements.misses.get(),
        }
    }
}

fn closed() -> Error {
    Error::new(Kind::PoolClosed, "the pool is closed")
}

fn inside(site: Site, outer: &Mark) -> Error {
    let message = format!(
        "the pool's handle was used at {site} inside the atomic() block that began at {}, and no connection is free: \
         waiting for one inside a block, which needs one itself, can last for ever; use the block's handle",
        outer.began,
    );
    Error::new(Kind::PoolInsideTransaction, message)
}
