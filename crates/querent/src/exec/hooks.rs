//! Work that waits for COMMIT.

use std::error::Error as StdError;
use std::sync::Arc;

use futures::future::BoxFuture;

use super::pool::Pool;
use crate::error::{Error, Kind, Result};
use crate::watch::Site;

/// What a hook says of itself.
pub(super) type Outcome = Result<(), Box<dyn StdError + Send + Sync>>;

/// What is done where a hook fails.
#[derive(Clone, Copy)]
pub(super) enum Failure {
    /// The error is told, and the hooks after it do not run.
    Told,
    /// The error is logged, and the hooks after it run.
    Logged,
}

/// Work that waits for COMMIT.
pub(super) struct Hook {
    work: Box<dyn FnOnce(Arc<Pool>) -> BoxFuture<'static, Outcome> + Send>,
    at: Site,
    failure: Failure,
}

impl Hook {
    pub(super) fn new(
        at: Site,
        failure: Failure,
        work: impl FnOnce(Arc<Pool>) -> BoxFuture<'static, Outcome> + Send + 'static,
    ) -> Self {
        Hook { work: Box::new(work), at, failure }
    }

    /// Runs the hook, which comes `after` what the message says.
    pub(super) async fn run(self, pool: Arc<Pool>, after: &str) -> Result<()> {
        let Hook { work, at, failure } = self;
        let Err(cause) = work(pool).await else { return Ok(()) };
        let message = format!("the `on_commit` hook at {at} failed, {after}");
        match failure {
            Failure::Told => Err(Error::new(Kind::HookFailed, message).caused_by(cause)),
            Failure::Logged => {
                tracing::error!(target: "querent::transaction", hook = %at, error = &*cause as &dyn StdError, "{message}");
                Ok(())
            }
        }
    }
}

/// Runs the hooks of the block that began at `began`, now that it is committed.
pub(super) async fn run(hooks: Vec<Hook>, pool: &Arc<Pool>, began: Site) -> Result<()> {
    let after = format!("after the atomic() block that began at {began} was committed: its data stays");
    for hook in hooks {
        hook.run(pool.clone(), &after).await?;
    }
    Ok(())
}
