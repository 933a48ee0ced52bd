//! What is to happen once a transaction is committed.

use std::error::Error as StdError;
use std::panic::Location;
use std::sync::Arc;

use super::db::{Db, Handle};
use super::hooks::{Failure, Hook};
use super::inside;
use super::pool::Pool;
use super::run::Run;
use crate::error::{Error, Result};
use crate::watch::Site;

impl Db {
    /// Runs `hook` once the transaction is committed: a mail to send, a cache to empty, a job to announce.
    ///
    /// ```no_run
    /// # async fn example(db: querent::Db) -> querent::Result<()> {
    /// db.atomic(async |tx| -> querent::Result<_> {
    ///     tx.batch_execute("UPDATE orders SET paid = true WHERE id = 7").await?;
    ///     tx.on_commit(async |db| {
    ///         db.batch_execute("NOTIFY paid, '7'").await?;
    ///         Ok(())
    ///     })
    ///     .await
    /// })
    /// .await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Hooks run in the order in which they were registered, when the server has said that the outermost block is
    /// committed, outside of any transaction, and before `atomic` returns. Each is given the pool's handle, may query,
    /// and may begin transactions with hooks of their own. It may fail with any error, by `?`.
    ///
    /// The hooks of a block that is rolled back are forgotten, those of a run that lost and is repeated among them, and
    /// so are those of a COMMIT whose outcome is not known. If the future of `atomic` is dropped while hooks run, the
    /// transaction is committed, and those that have not run are lost: what must happen, write it into a table of the
    /// same transaction, too.
    ///
    /// On the pool's handle there is no transaction to wait for, and the hook runs at once. Inside a block of the same
    /// pool that is an error: the hook would run even where the block is rolled back.
    ///
    /// # Errors
    ///
    /// As any statement of the block: [`TransactionOver`](crate::Kind::TransactionOver) and the like, and
    /// [`Misuse`](crate::Kind::Misuse) for the pool's handle inside a block. A hook that fails is
    /// [`HookFailed`](crate::Kind::HookFailed), of `atomic` itself: the data stays committed, and the hooks after it do
    /// not run. [`on_commit_robust`](Self::on_commit_robust) is for those that may fail.
    #[track_caller]
    pub fn on_commit<F, Fut>(&self, hook: F) -> Run<'_, ()>
    where
        F: FnOnce(Db) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        self.register(Location::caller(), Failure::Told, hook)
    }

    /// As [`on_commit`](Self::on_commit), for a hook that may fail: its error is logged on the target
    /// `querent::transaction`, and the other hooks run. Django's `robust=True`.
    ///
    /// # Errors
    ///
    /// As any statement of the block, and none of the hook's.
    #[track_caller]
    pub fn on_commit_robust<F, Fut>(&self, hook: F) -> Run<'_, ()>
    where
        F: FnOnce(Db) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        self.register(Location::caller(), Failure::Logged, hook)
    }

    fn register<F, Fut>(&self, at: Site, failure: Failure, hook: F) -> Run<'_, ()>
    where
        F: FnOnce(Db) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        let hook = Hook::new(at, failure, move |pool| Box::pin(hook(Db(Handle::Pool(pool)))));
        Run::new(async move {
            match &self.0 {
                Handle::Pool(pool) => {
                    waits_for_no_block(pool, at)?;
                    hook.run(pool.clone(), "which ran at once: it waited for no transaction").await
                }
                Handle::Level(level) => level.register(hook),
            }
        })
    }
}

/// Refuses a hook on the handle of a pool inside one of its blocks: whoever writes it there wants it to wait for that.
///
/// # Errors
///
/// Misuse.
fn waits_for_no_block(pool: &Arc<Pool>, at: Site) -> Result<()> {
    let address = Arc::as_ptr(pool).addr();
    match inside::of(address, &pool.database, None) {
        Some(outer) if outer.transaction.pool() == address => Err(Error::misuse(format!(
            "the `on_commit` hook at {at} is of the pool's handle inside the atomic() block that began at {}: it would \
             run at once, even if the block is rolled back; use the block's handle",
            outer.began,
        ))),
        Some(outer) => {
            outer.warn(at, "");
            Ok(())
        }
        None => Ok(()),
    }
}
