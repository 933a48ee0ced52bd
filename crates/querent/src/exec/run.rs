//! The future of every call that reaches the database.

use std::fmt;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crate::error::{Error, Kind, Result};

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

    /// Gives up after `limit`: the statement is cancelled on the server, and the connection used again.
    ///
    /// It is for single calls. [`statement_timeout`](crate::DbBuilder::statement_timeout) is the server's own limit, for
    /// all statements of a pool, and of a [`transaction`](crate::Db::transaction).
    ///
    /// In a transaction its block can only roll back from then on ([`Interrupted`](crate::Kind::Interrupted)): what the
    /// statement has done is not known, unless it was given up before it was sent, while it waited for the connection or
    /// for the transaction's settings. Put it into a nested block to go on without it. An INSERT, UPDATE or DELETE that
    /// is given up outside a transaction may or may not have happened.
    ///
    /// # Errors
    ///
    /// [`Timeout`](crate::Kind::Timeout).
    #[track_caller]
    pub fn timeout(self, limit: Duration) -> Run<'a, T>
    where
        T: 'a,
    {
        let at = Location::caller();
        Run::new(async move {
            // Dropped before the error is told.
            let result = tokio::time::timeout(limit, self).await;
            result.unwrap_or_else(|_| {
                let message = format!("there was no answer within {limit:?} to what was asked at {at}");
                Err(Error::new(Kind::Timeout, message))
            })
        })
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
