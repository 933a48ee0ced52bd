//! Which blocks the code that runs at this moment is inside of.
//!
//! No connection is passed this way: it only tells apart a request that waits for others from one that waits for
//! itself.

use std::cell::RefCell;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::watch::Site;

/// The transaction of a block, as the code inside it is marked with it.
pub(super) trait Around: Send + Sync {
    /// The address of its pool.
    fn pool(&self) -> usize;

    /// The database that its pool leads to.
    fn database(&self) -> &str;

    /// Whether the code at `site` uses another connection to that database for the first time.
    fn is_first(&self, site: Site) -> bool;
}

/// A block of `atomic`, as the code inside it is marked.
#[derive(Clone)]
pub(super) struct Mark {
    pub(super) transaction: Arc<dyn Around>,
    /// Where it began.
    pub(super) began: Site,
}

impl Mark {
    /// What tells its transaction from others.
    fn id(&self) -> usize {
        Arc::as_ptr(&self.transaction).addr()
    }

    /// Logs, once for each line, that the code at `site` does not use the block's handle.
    pub(super) fn warn(&self, site: Site, consequence: &str) {
        if self.transaction.is_first(site) {
            tracing::warn!(
                target: "querent::pool",
                used_at = %site,
                began_at = %self.began,
                "the pool's handle is used at {site} inside the atomic() block that began at {}: what it does is not \
                 part of the transaction{consequence}; use the block's handle",
                self.began,
            );
        }
    }
}

thread_local! {
    static MARKS: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
}

/// A block that the running code is inside of, other than those of the transaction `own`: of `pool`, or else of another
/// pool of `database`.
pub(super) fn of(pool: usize, database: &str, own: Option<usize>) -> Option<Mark> {
    MARKS.with_borrow(|marks| {
        let others = || marks.iter().rev().filter(|mark| Some(mark.id()) != own);
        let same_pool = others().find(|mark| mark.transaction.pool() == pool);
        same_pool.or_else(|| others().find(|mark| mark.transaction.database() == database)).cloned()
    })
}

pin_project! {
    /// The work of a block, marked while it is polled.
    pub(super) struct Inside<F> {
        mark: Mark,
        #[pin]
        work: F,
    }
}

impl<F> Inside<F> {
    pub(super) fn new(mark: Mark, work: F) -> Self {
        Inside { mark, work }
    }
}

impl<F: Future> Future for Inside<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        struct Left;
        impl Drop for Left {
            fn drop(&mut self) {
                // Dropped outside of the borrow, as the last owner of a transaction it may be.
                let _mark = MARKS.with_borrow_mut(|marks| marks.pop());
            }
        }
        let this = self.project();
        MARKS.with_borrow_mut(|marks| marks.push(this.mark.clone()));
        let _left = Left;
        this.work.poll(context)
    }
}
