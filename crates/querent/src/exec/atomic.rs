//! `atomic`: work that happens as a whole or not at all.

use std::panic::Location;

use super::db::Db;
use crate::error::{Error, Result};
use crate::watch::Site;

impl Db {
    /// Runs `work` in a transaction; on the handle of a transaction, in a savepoint of it.
    ///
    /// `Ok` commits and `Err` rolls back, and so does a panic or the future's being dropped. The connection is taken
    /// and BEGIN sent with the first statement, in one round trip with it: a block that sends nothing costs nothing.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// db.atomic(async |tx| -> querent::Result<_> {
    ///     tx.batch_execute("UPDATE accounts SET balance = balance - 5 WHERE id = 1").await?;
    ///     tx.batch_execute("UPDATE accounts SET balance = balance + 5 WHERE id = 2").await
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The error may be your own type: any `E: From<querent::Error>`. Write the closure's return type, since `?` on
    /// the result cannot infer it.
    ///
    /// The rules inside, each of which has its [`Kind`](crate::Kind) of error:
    ///
    /// - Use `tx`. The handle that `atomic` was called on means the pool, or the outer block, which cannot be used while
    ///   a nested one is open (`PoolInsideTransaction`, `SavepointOpen`).
    /// - A statement that fails aborts its block, as PostgreSQL has it, even if the closure returns `Ok` (`Aborted`).
    ///   Put what may fail into a nested block, which is undone alone.
    /// - So does a statement that is dropped before its answer, by a timeout for instance (`Interrupted`).
    /// - Await all the work inside: what still runs at the end makes the block roll back (`StillRunning`), and a handle
    ///   that outlives its block is of no use (`TransactionOver`).
    /// - Statements of one block may be joined; they are answered one after the other. So one that was polled and is
    ///   then left alone, as the loser of a `select!` that is kept for later, holds up the others: poll it on, or drop
    ///   it.
    /// - If the connection is lost while COMMIT is under way, nobody knows whether it happened (`CommitUnknown`).
    ///
    /// The future is `Send` if the closure's is. In a generic function of your own take `impl AsyncFnOnce(&Db)`, or use
    /// [`atomic_send`](Self::atomic_send), which promises it. [`transaction`](Self::transaction) has the options.
    #[track_caller]
    pub fn atomic<T, E, F>(&self, work: F) -> impl Future<Output = Result<T, E>> + use<'_, T, E, F>
    where
        E: From<Error>,
        F: AsyncFnOnce(&Db) -> Result<T, E>,
    {
        self.transaction().run(Location::caller(), work)
    }

    /// As [`atomic`](Self::atomic), with a future that is `Send` wherever it is used.
    ///
    /// The closure gets the handle by value and returns a future: the form for a trait's methods and for functions that
    /// run a closure more than once.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// db.atomic_send(|tx| async move { tx.batch_execute("UPDATE counters SET n = n + 1").await }).await?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn atomic_send<T, E, F, Fut>(
        &self,
        work: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'_, T, E, F, Fut>
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(Db) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        self.transaction().atomic_send(work)
    }

    /// As [`atomic_send`](Self::atomic_send), of a block that stands at `at`: what a verb does in one.
    pub(crate) fn atomic_at<T, E, F, Fut>(
        &self,
        at: Site,
        work: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'_, T, E, F, Fut>
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(Db) -> Fut + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        self.transaction().atomic_at(at, work)
    }
}
