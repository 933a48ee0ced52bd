//! The handle of a database: of its pool, or of a transaction.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join;
use tokio_postgres::Client;

use super::inside;
use super::lease::Lease;
use super::level::Level;
use super::pool::Pool;
use super::run::Run;
use super::status::Status;
use super::turn::Turn;
use crate::error::{Error, Result};
use crate::peers::Through;
use crate::watch::{By, Recording, Site, Text};

/// A handle of a database: of its pool, or of a transaction.
///
/// It is one type in and out of a transaction, so whatever takes a `&Db` runs in either. It is cheap to clone, and
/// every clone means the same pool or the same transaction.
///
/// ```no_run
/// # async fn example() -> querent::Result<()> {
/// use querent::Db;
///
/// let db = Db::connect("postgres://shop@localhost/shop").await?;
/// db.batch_execute("CREATE TABLE notes (text text NOT NULL)").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Db(pub(super) Handle);

/// What a handle leads to.
#[derive(Clone)]
pub(super) enum Handle {
    Pool(Arc<Pool>),
    Level(Arc<Level>),
}

impl Db {
    /// Runs SQL that has no values: one statement, or several with semicolons between them.
    ///
    /// Outside a transaction several statements are one transaction of their own, as PostgreSQL's simple protocol has
    /// it. A transaction that is begun here does not outlive the call.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// db.batch_execute("CREATE EXTENSION IF NOT EXISTS citext; ANALYZE").await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn batch_execute<'a>(&'a self, sql: &'a str) -> Run<'a, ()> {
        let at = Location::caller();
        Run::new(async move {
            match &self.0 {
                Handle::Pool(pool) => {
                    let lease = Lease::take(pool, at, None).await?;
                    lease.set_lent(true);
                    let flight = lease.flight();
                    // Proves in the same flight that no transaction is left open, or ends it.
                    let (result, ended) =
                        join(lease.batch(Text::Users(sql), By::Line(at)), lease.ask("BEGIN; ROLLBACK;"))
                            .await;
                    flight.land();
                    lease.set_lent(!matches!(ended, Ok(true)));
                    Ok(result?)
                }
                Handle::Level(level) => {
                    let mut turn = Turn::take(level).await?;
                    level.transaction.set_unproven();
                    let lease = turn.lease.clone();
                    turn.run(lease.batch(Text::Users(sql), By::Line(at))).await?;
                    turn.land();
                    Ok(())
                }
            }
        })
    }

    /// Lends the driver's client to `work`: in a transaction that of the transaction.
    ///
    /// This is the way to LISTEN and whatever else is not wrapped here. The connection goes back to the pool once
    /// it is known to be idle, and a transaction that `work` has left open is rolled back; what it has changed in the
    /// session, by SET for instance, stays. Inside `atomic` leave COMMIT and ROLLBACK to the block; the connection is closed
    /// if the block ends while `work` still has the client. What alters a table there is for
    /// [`batch_execute`](Self::batch_execute), after which statements are prepared anew: after `work`, one that was
    /// prepared before fails with [`OutdatedStatement`](crate::Kind::OutdatedStatement).
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// let version: String = db
    ///     .with_client(async |client| -> querent::Result<_> {
    ///         Ok(client.query_one("SHOW server_version", &[]).await?.get(0))
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn with_client<T, E, F>(&self, work: F) -> impl Future<Output = Result<T, E>> + use<'_, T, E, F>
    where
        E: From<Error>,
        F: AsyncFnOnce(&Client) -> Result<T, E>,
    {
        self.lend(Location::caller(), work)
    }

    async fn lend<T, E: From<Error>>(
        &self,
        at: Site,
        work: impl AsyncFnOnce(&Client) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.0 {
            Handle::Pool(pool) => {
                let lease = Lease::take(pool, at, None).await?;
                lease.set_lent(true);
                let flight = lease.flight();
                let result = work(&lease.client).await;
                flight.land();
                result
            }
            Handle::Level(level) => {
                let mut turn = Turn::take(level).await?;
                turn.run(std::future::ready(Ok(()))).await?;
                let lease = turn.lease.clone();
                let lending = lease.lend();
                let result = work(&lease.client).await;
                drop(lending);
                turn.land();
                result
            }
        }
    }

    /// Whether this is the handle of a transaction.
    pub fn in_transaction(&self) -> bool {
        matches!(self.0, Handle::Level(_))
    }

    /// What the pool is doing, in numbers.
    pub fn status(&self) -> Status {
        self.pool().status()
    }

    /// Closes the pool: whoever waits for a connection, or asks for one, gets [`PoolClosed`](crate::Kind::PoolClosed).
    ///
    /// Connections in use are closed when their work is done; [`closed`](Self::closed) waits for that. A hook of
    /// `on_commit` begins when the block that registered it has given its connection back: one that asks for another is
    /// refused then, and the block is [`HookFailed`](crate::Kind::HookFailed) because of `PoolClosed`, with its data
    /// committed. Let the blocks end before you close the pool where that matters.
    pub fn close(&self) {
        self.pool().connections.close();
    }

    /// Waits until the pool is closed and the last of its connections, too: to let a service end in order.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// use std::time::Duration;
    ///
    /// db.close(); // nobody gets a connection any more
    /// db.closed().timeout(Duration::from_secs(10)).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Misuse`](crate::Kind::Misuse) inside a transaction of the pool, which would wait for itself.
    #[track_caller]
    pub fn closed(&self) -> Run<'_, ()> {
        let at = Location::caller();
        Run::new(async move {
            let pool = self.pool();
            let address = Arc::as_ptr(pool).addr();
            let around = inside::of(address, "", None).filter(|outer| outer.transaction.pool() == address);
            if around.is_some() || self.in_transaction() {
                return Err(Error::misuse(format!(
                    "`closed` was awaited at {at} inside a transaction of the pool, whose connection it would wait for; \
                     await it outside"
                )));
            }
            // Nothing tells when the last connection goes, and few services close their pool twice.
            while !pool.connections.is_closed() || !pool.connections.manager().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            Ok(())
        })
    }

    /// Records the statements that the pool and its transactions send from now on, until the recording is dropped.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// let recording = db.record_statements();
    /// db.batch_execute("SELECT 1").await?;
    /// assert_eq!(recording.statements(), ["SELECT 1"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn record_statements(&self) -> Recording {
        self.pool().recorder.record()
    }

    /// What tells its pool from all others that there are or were in this process.
    pub(crate) fn pool_number(&self) -> u64 {
        self.pool().number
    }

    /// What tells the pool or block that it leads to from others.
    pub(crate) fn through(&self) -> Through {
        match &self.0 {
            Handle::Pool(pool) => Through::of(pool),
            Handle::Level(level) => Through::of(level),
        }
    }

    pub(super) fn pool(&self) -> &Arc<Pool> {
        match &self.0 {
            Handle::Pool(pool) => pool,
            Handle::Level(level) => &level.transaction.pool,
        }
    }
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Handle::Pool(pool) => f.debug_struct("Db").field("pool", &pool.status()).finish(),
            Handle::Level(level) => f.debug_struct("Db").field("transaction_began", &level.began).finish(),
        }
    }
}
