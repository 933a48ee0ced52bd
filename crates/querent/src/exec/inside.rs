//! Which blocks the code that runs at this moment is inside of.
//!
//! No connection is passed this way: it only tells apart a request that waits for others from one that waits for
//! itself.

use std::cell::RefCell;
use std::pin::Pin;
use std::task::{Context, Poll};

use pin_project_lite::pin_project;

use crate::watch::Site;

/// A block of `atomic`, as the code inside it is marked.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    /// The address of its pool.
    pub(super) pool: usize,
    /// The address of its transaction.
    pub(super) transaction: usize,
    /// Where it began.
    pub(super) began: Site,
}

thread_local! {
    static MARKS: RefCell<Vec<Mark>> = const { RefCell::new(Vec::new()) };
}

/// A block of `pool` that the running code is inside of, other than those of `own`.
pub(super) fn of(pool: usize, own: Option<usize>) -> Option<Mark> {
    MARKS.with_borrow(|marks| {
        marks.iter().rev().find(|mark| mark.pool == pool && Some(mark.transaction) != own).copied()
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
                MARKS.with_borrow_mut(|marks| marks.pop());
            }
        }
        let this = self.project();
        MARKS.with_borrow_mut(|marks| marks.push(*this.mark));
        let _left = Left;
        this.work.poll(context)
    }
}
