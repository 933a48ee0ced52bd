//! Whom the code of a task runs for.

use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;
use tokio::task::futures::TaskLocalFuture;

use super::process::is_on;
use super::scope::Scope;

/// Whom the code of a task runs for.
#[derive(Clone)]
pub(super) enum Current {
    Scope(Scope),
    /// For nobody who is watched.
    Nobody,
}

tokio::task_local! {
    static CURRENT: Current;
}

impl Scope {
    /// The scope that this code runs in, as [`run`](Self::run) and [`enter`](Self::enter) have it.
    pub fn current() -> Option<Scope> {
        match current() {
            Some(Current::Scope(scope)) => Some(scope),
            Some(Current::Nobody) | None => None,
        }
    }

    /// Whether work that begins here is to have a scope of its own: the watch is on, and there is none yet. What runs in
    /// [`setup`](super::setup) is to have none.
    pub fn is_needed() -> bool {
        is_on() && CURRENT.try_with(|_| ()).is_err()
    }

    /// Runs `work` in the scope, which goes on after it: see [`finish`](Self::finish).
    #[track_caller]
    pub fn run<F: IntoFuture>(&self, work: F) -> InScope<F::IntoFuture> {
        InScope { future: CURRENT.scope(Current::Scope(self.clone()), work.into_future()) }
    }

    /// Runs `work` in the scope: for what is polled later, such as the body of an answer.
    pub fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
        CURRENT.sync_scope(Current::Scope(self.clone()), work)
    }
}

pin_project! {
    /// The future that [`Scope::run`] returns.
    #[must_use = "a future does nothing until it is awaited"]
    pub struct InScope<F> {
        #[pin]
        future: TaskLocalFuture<Current, F>,
    }
}

impl<F: Future> Future for InScope<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        self.project().future.poll(context)
    }
}

impl<F> std::fmt::Debug for InScope<F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InScope")
    }
}

/// Whom this code runs for, where that was said.
pub(super) fn current() -> Option<Current> {
    CURRENT.try_with(Clone::clone).ok()
}

/// Runs `future` for nobody who is watched.
pub(super) async fn for_nobody<F: Future>(future: F) -> F::Output {
    CURRENT.scope(Current::Nobody, future).await
}
