//! The future of every call that reaches the database.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::error::Result;

/// The future of a call that reaches the database.
///
/// It does nothing until it is awaited, and it is `Send`, so it may be awaited in any task. Dropped before its end it
/// leaves nothing behind: its statement is cancelled on the server, and its connection is used again only once it is
/// known to be idle. An INSERT, UPDATE or DELETE that is dropped outside a transaction may or may not have happened.
#[must_use = "nothing is sent until it is awaited"]
pub struct Run<'a, T>(Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>);

impl<'a, T> Run<'a, T> {
    /// Boxes `future`.
    pub(crate) fn new(future: impl Future<Output = Result<T>> + Send + 'a) -> Self {
        Run(Box::pin(future))
    }

    /// Turns "no such row" into `None`.
    ///
    /// Errors of other kinds than [`DoesNotExist`](crate::Kind::DoesNotExist) stay errors.
    pub fn optional(self) -> Run<'a, Option<T>>
    where
        T: 'a,
    {
        Run::new(async move {
            match self.await {
                Ok(value) => Ok(Some(value)),
                Err(error) if error.is_does_not_exist() => Ok(None),
                Err(error) => Err(error),
            }
        })
    }
}

impl<T> Future for Run<'_, T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for Run<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Run")
    }
}
