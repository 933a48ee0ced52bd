//! The pool that leases are taken from.

use std::sync::Arc;
use std::time::Duration;

use deadpool::managed::{self, Object, PoolError, Timeouts};

use super::connect::ConnectError;
use super::inside::Mark;
use super::manager::Manager;
use super::options::Options;
use super::status::{Counters, Status};
use crate::error::{Error, Kind, Result};
use crate::watch::{Recorder, Site};

/// The connections of one [`Db`](crate::Db).
pub(super) struct Pool {
    pub(super) connections: managed::Pool<Manager>,
    pub(super) recorder: Arc<Recorder>,
    pub(super) counters: Counters,
    /// How long a request waits for a connection.
    pub(super) wait: Duration,
    /// Whether BEGIN travels with the first statement.
    pub(super) glued: bool,
    /// What the pool was made from.
    pub(super) options: Options,
}

impl Pool {
    /// A free connection, or a new one, for the code at `site`.
    pub(super) async fn take(&self, site: Site) -> Result<Object<Manager>> {
        // No timer unless there is something to wait for.
        let object = match self.within(Duration::ZERO).await {
            Ok(object) => object,
            Err(PoolError::Timeout(_)) => Box::pin(self.wait(site, None)).await?,
            Err(PoolError::Backend(failure)) => Box::pin(self.wait(site, Some(failure))).await?,
            Err(_) => return Err(closed()),
        };
        object.holder.take(site);
        Ok(object)
    }

    /// As [`take`](Self::take), without waiting for anybody: for a task that holds a connection in a block of its own.
    pub(super) async fn take_inside(&self, site: Site, outer: Mark) -> Result<Object<Manager>> {
        let object = self.within(Duration::ZERO).await.map_err(|error| match error {
            PoolError::Timeout(_) => inside(site, outer),
            PoolError::Backend(failure) => failure.error,
            _ => closed(),
        })?;
        tracing::warn!(
            target: "querent::pool",
            used_at = %site,
            began_at = %outer.began,
            "the pool's handle is used at {site} inside the atomic() block that began at {}: what it does is not part \
             of the transaction, and with every connection in use it is an error; use the block's handle",
            outer.began,
        );
        object.holder.take(site);
        Ok(object)
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
        let holders = self.connections.manager().holders();
        let mut message = format!(
            "no connection became free within {:?} (asked for at {site}); {} of {} are in use:",
            self.wait,
            holders.len(),
            self.connections.status().max_size,
        );
        for holding in holders.iter().take(5) {
            message.push_str(&format!("\n  by {} for {:.1?}", holding.site, holding.since.elapsed()));
        }
        if holders.len() > 5 {
            message.push_str(&format!("\n  and {} more", holders.len() - 5));
        }
        Error::new(Kind::PoolTimeout, message)
    }

    pub(super) fn status(&self) -> Status {
        let connections = self.connections.status();
        Status {
            max_connections: connections.max_size,
            connections: connections.size,
            available: connections.available,
            waiting: connections.waiting,
            quarantined: self.counters.quarantined.get(),
            cancelled: self.counters.cancelled.get(),
            discarded: self.counters.discarded.get(),
        }
    }
}

fn closed() -> Error {
    Error::new(Kind::PoolClosed, "the pool is closed")
}

fn inside(site: Site, outer: Mark) -> Error {
    let message = format!(
        "the pool's handle was used at {site} inside the atomic() block that began at {}, and no connection is free: \
         waiting for one while holding one can last for ever; use the block's handle",
        outer.began,
    );
    Error::new(Kind::PoolInsideTransaction, message)
}
