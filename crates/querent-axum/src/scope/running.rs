//! A request that is under way.

use querent::watch::Scope;

/// The scope of a request that is under way. Dropped before it has ended, it was given up: the visitor has hung up, a
/// timeout has struck, or the handler has panicked.
#[derive(Debug)]
pub(super) struct Running(Option<Scope>);

impl Running {
    pub(super) fn begin(scope: Scope) -> Self {
        scope.share_with_span();
        Running(Some(scope))
    }

    /// The scope; `None` once that has ended.
    pub(super) fn scope(&self) -> Option<&Scope> {
        self.0.as_ref()
    }

    /// Calls `work` inside the scope, or outside of any once that has ended.
    pub(super) fn enter<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.0 {
            Some(scope) => scope.enter(work),
            None => work(),
        }
    }

    /// The answer is complete.
    pub(super) fn finish(&mut self) {
        if let Some(scope) = self.0.take() {
            scope.close();
        }
    }

    /// The answer will never be complete.
    pub(super) fn abort(&mut self) {
        if let Some(scope) = self.0.take() {
            scope.abort();
        }
    }

    /// Its work is about to be dropped.
    pub(super) fn give_up(&self) {
        if let Some(scope) = &self.0 {
            scope.give_up();
        }
    }

    /// Nobody shall hear of this request.
    pub(super) fn forget(&mut self) {
        if let Some(scope) = self.0.take() {
            scope.forget();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.abort();
    }
}
