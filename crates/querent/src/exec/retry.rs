//! Blocks that run again when they have lost against another transaction.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use super::chance;
use super::db::{Db, Handle};
use super::inside::Inside;
use super::transaction::Transaction;
use super::transaction_builder::{TransactionBuilder, of_the_outermost};
use crate::error::{Error, Result};
use crate::watch::Site;

/// The longest that is waited before the first run that follows one; twice as long before each that follows.
const FIRST_PAUSE: Duration = Duration::from_millis(10);

/// The longest that is waited before any run.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The options of a transaction that runs again when it has lost against another one.
///
/// [`TransactionBuilder::retry`] makes it.
#[derive(Clone)]
#[must_use = "nothing runs before `atomic` is awaited"]
pub struct RetriedTransaction<'a> {
    transaction: TransactionBuilder<'a>,
    times: u32,
}

impl<'a> TransactionBuilder<'a> {
    /// Runs the block again when it has lost against another transaction, up to `times` times.
    ///
    /// Such are a serialization failure (40001) and a deadlock (40P01), of a statement or of COMMIT, and a statement whose
    /// prepared form is out of date because a table was altered. The block is seen to have failed even if it tells an
    /// error of its own, but not where the driver's client, lent by [`with_client`](Db::with_client), has seen the
    /// failure alone. An outcome that is not known is never repeated.
    /// Before each run it waits for a random time, of up to 10 ms at first and twice as long each time.
    pub fn retry(self, times: u32) -> RetriedTransaction<'a> {
        RetriedTransaction { transaction: self, times }
    }
}

impl<'a> RetriedTransaction<'a> {
    /// As [`Db::atomic`], again and again. The last error is the one that is told.
    ///
    /// Each run has a clone of the closure, which it can have if it borrows what it needs: a closure that changes what
    /// is outside of it does not compile, since a run that lost would have changed it, too. What is to happen once is
    /// returned from the block, or left to [`on_commit`](Db::on_commit).
    ///
    /// # Errors
    ///
    /// As [`TransactionBuilder::atomic`].
    #[track_caller]
    pub fn atomic<T, E, F>(self, work: F) -> impl Future<Output = Result<T, E>> + use<'a, T, E, F>
    where
        E: From<Error>,
        F: AsyncFnOnce(&Db) -> Result<T, E> + Clone,
    {
        let at = Location::caller();
        async move {
            let mut runs = Runs::new(&self, at)?;
            loop {
                let block = self.transaction.begin(at)?;
                let level = block.level().clone();
                let tx = Db(Handle::Level(level.clone()));
                let outcome = Inside::new(level.mark(), work.clone()(&tx)).await;
                let outcome = block.end(outcome).await;
                if outcome.is_ok() || !runs.another(&level.transaction).await {
                    return outcome;
                }
            }
        }
    }

    /// As [`atomic`](Self::atomic), with a future that is `Send` wherever it is used; see [`Db::atomic_send`].
    ///
    /// # Errors
    ///
    /// As [`TransactionBuilder::atomic`].
    #[track_caller]
    pub fn atomic_send<T, E, F, Fut>(
        self,
        work: F,
    ) -> impl Future<Output = Result<T, E>> + Send + use<'a, T, E, F, Fut>
    where
        T: Send,
        E: From<Error> + Send,
        F: FnOnce(Db) -> Fut + Clone + Send,
        Fut: Future<Output = Result<T, E>> + Send,
    {
        let at = Location::caller();
        async move {
            let mut runs = Runs::new(&self, at)?;
            loop {
                let block = self.transaction.begin(at)?;
                let level = block.level().clone();
                let run = work.clone()(Db(Handle::Level(level.clone())));
                let outcome = Inside::new(level.mark(), run).await;
                let outcome = block.end(outcome).await;
                if outcome.is_ok() || !runs.another(&level.transaction).await {
                    return outcome;
                }
            }
        }
    }
}

/// The runs of one block.
struct Runs {
    left: u32,
    /// The longest that is waited before the next.
    pause: Duration,
    at: Site,
}

impl Runs {
    fn new(retried: &RetriedTransaction<'_>, at: Site) -> Result<Runs> {
        match &retried.transaction.db.0 {
            Handle::Pool(_) => Ok(Runs { left: retried.times, pause: FIRST_PAUSE, at }),
            // PostgreSQL has aborted the transaction, or would abort it again: only the whole of it can run again.
            Handle::Level(level) => Err(of_the_outermost("retry", at, level.began)),
        }
    }

    /// Whether the block, whose last run was `transaction`, is to run again; then after a while.
    async fn another(&mut self, transaction: &Arc<Transaction>) -> bool {
        if self.left == 0 || !transaction.is_lost() {
            return false;
        }
        self.left -= 1;
        let pause = Duration::from_micros(chance::below(self.pause.as_micros() as u64));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        tracing::debug!(
            target: "querent::transaction",
            began_at = %self.at,
            left = self.left,
            ?pause,
            "the atomic() block at {} lost against another transaction, and runs again",
            self.at,
        );
        tokio::time::sleep(pause).await;
        true
    }
}

impl fmt::Debug for RetriedTransaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetriedTransaction")
            .field("transaction", &self.transaction)
            .field("times", &self.times)
            .finish()
    }
}
