//! A transaction that is not of the usual kind.

use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::block::Block;
use super::characteristics::{Characteristics, Isolation};
use super::db::{Db, Handle};
use super::inside::Inside;
use super::settings::{Settings, milliseconds};
use crate::error::{Error, Result};
use crate::watch::Site;

impl Db {
    /// A transaction that is not of the usual kind: [`atomic`](Self::atomic) after options.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db, tenant: i64) -> querent::Result<()> {
    /// use querent::Isolation;
    ///
    /// db.transaction()
    ///     .isolation(Isolation::Serializable)
    ///     .set_local("app.tenant", tenant)
    ///     .retry(3)
    ///     .atomic(async |tx| -> querent::Result<_> {
    ///         tx.batch_execute("UPDATE accounts SET balance = balance - 5 WHERE id = 1").await
    ///     })
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// On the handle of a transaction it is a savepoint, which may have settings of its own; the other options belong
    /// to the outermost block. PostgreSQL takes the settings of a savepoint back where it is rolled back; one that ends
    /// well leaves them to the outer block, a `statement_timeout` as well.
    pub fn transaction(&self) -> TransactionBuilder<'_> {
        TransactionBuilder {
            db: self,
            characteristics: Characteristics::default(),
            settings: Settings::default(),
        }
    }
}

/// The options of a transaction.
///
/// BEGIN says what they ask for, with the first statement. Settings are set in the same flight as BEGIN, and the first
/// statement is sent once they are known to hold: nothing ever runs without them.
#[derive(Clone)]
#[must_use = "nothing runs before `atomic` is awaited"]
pub struct TransactionBuilder<'a> {
    pub(super) db: &'a Db,
    characteristics: Characteristics,
    settings: Settings,
}

impl<'a> TransactionBuilder<'a> {
    /// How the transaction is isolated from others: `BEGIN ISOLATION LEVEL …`; the session's default if not said.
    pub fn isolation(mut self, isolation: Isolation) -> Self {
        self.characteristics.isolation = Some(isolation);
        self
    }

    /// The transaction writes nothing: `BEGIN READ ONLY`.
    ///
    /// A statement that would write is [`ReadOnly`](crate::Kind::ReadOnly).
    pub fn read_only(mut self) -> Self {
        self.characteristics.read_only = true;
        self
    }

    /// Waits until it can run without ever failing for others: `BEGIN … DEFERRABLE`.
    ///
    /// It has an effect on transactions that are serializable and read-only alone.
    pub fn deferrable(mut self) -> Self {
        self.characteristics.deferrable = true;
        self
    }

    /// A setting that holds until the end of the transaction: `SELECT set_config('app.tenant', '7', true)`, which is SET
    /// LOCAL with bound values.
    ///
    /// Any setting will do: `role` is SET LOCAL ROLE, `search_path` is a tenant's schema, and one with a point in its
    /// name is read by `current_setting` in a policy of row-level security.
    ///
    /// # Errors
    ///
    /// [`BeginFailed`](crate::Kind::BeginFailed) with the first statement, if the server does not take it.
    pub fn set_local(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.settings.set(name, value.to_string());
        self
    }

    /// How long each statement may take before the server cancels it.
    pub fn statement_timeout(self, timeout: Duration) -> Self {
        self.set_local("statement_timeout", milliseconds(timeout))
    }

    /// How long each statement may wait for a lock before it fails.
    pub fn lock_timeout(self, timeout: Duration) -> Self {
        self.set_local("lock_timeout", milliseconds(timeout))
    }

    /// As [`Db::atomic`], with these options.
    ///
    /// # Errors
    ///
    /// Those of [`Db::atomic`], and [`Misuse`](crate::Kind::Misuse) if an option belongs to the outermost block and
    /// this is not it.
    #[track_caller]
    pub fn atomic<T, E, F>(self, work: F) -> impl Future<Output = Result<T, E>> + use<'a, T, E, F>
    where
        E: From<Error>,
        F: AsyncFnOnce(&Db) -> Result<T, E>,
    {
        self.run(Location::caller(), work)
    }

    pub(super) async fn run<T, E: From<Error>>(
        self,
        at: Site,
        work: impl AsyncFnOnce(&Db) -> Result<T, E>,
    ) -> Result<T, E> {
        let block = self.begin(at)?;
        let tx = Db(Handle::Level(block.level().clone()));
        let outcome = Inside::new(block.level().mark(), work(&tx)).await;
        block.end(outcome).await
    }

    /// As [`Db::atomic_send`], with these options.
    ///
    /// # Errors
    ///
    /// As [`atomic`](Self::atomic).
    #[track_caller]
    pub fn atomic_send<T, E, F, Fut>(
        self,
        work: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'a, T, E, F, Fut>
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(Db) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        self.atomic_at(Location::caller(), work)
    }

    /// As [`atomic_send`](Self::atomic_send), of a block that stands at `at`.
    pub(super) async fn atomic_at<T, E, F, Fut>(self, at: Site, work: F) -> Result<T, E>
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(Db) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        let block = self.begin(at)?;
        let tx = Db(Handle::Level(block.level().clone()));
        let outcome = Inside::new(block.level().mark(), work(tx)).await;
        block.end(outcome).await
    }

    pub(super) fn begin(&self, at: Site) -> Result<Block> {
        let settings = self.settings.clone();
        match &self.db.0 {
            Handle::Pool(pool) => Ok(Block::outermost(pool.clone(), at, self.characteristics, settings)),
            Handle::Level(level) => match self.characteristics.asked_for() {
                None => Block::nested(level, at, settings),
                Some(method) => Err(of_the_outermost(method, at, level.began)),
            },
        }
    }
}

/// The error of a `method` that was called for a nested block.
pub(super) fn of_the_outermost(method: &str, at: Site, began: Site) -> Error {
    Error::misuse(format!(
        "`{method}` was asked for by the atomic() block at {at}, which is a savepoint in the transaction that began at \
         {began}: it belongs to the outermost block"
    ))
}

impl fmt::Debug for TransactionBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactionBuilder") // without the values of settings
            .field("begin", &self.characteristics.begin())
            .field("settings", &self.settings.names())
            .finish_non_exhaustive()
    }
}
