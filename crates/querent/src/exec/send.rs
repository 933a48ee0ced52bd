//! Sending statements on a lease.
//!
//! What is not the usual way is boxed: the future of every query would be as large as the rarest otherwise.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures::future::BoxFuture;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, RowStream};

use super::cache::Cache;
use super::lease::Lease;
use crate::error::is_outdated;
use crate::sql::Statement;
use crate::watch::{By, Departure, Rows, Text};

/// An answer that begins, and what those who watch statements are told of its end.
pub(super) struct Departed<T> {
    pub(super) answer: T,
    pub(super) departure: Departure,
}

impl<T> Departed<T> {
    /// The answer, or the failure, which is told.
    pub(super) fn or_failed(answer: Result<T, Error>, mut departure: Departure) -> Result<Self, Error> {
        match answer {
            Ok(answer) => Ok(Departed { answer, departure }),
            Err(error) => {
                departure.fail(&error);
                Err(error)
            }
        }
    }
}

impl Lease {
    /// Sends a statement for its rows. It is on its way with the first poll if it is prepared already.
    #[inline]
    pub(super) fn rows<'a>(
        &'a self,
        statement: &'a Statement,
        by: By<'_>,
    ) -> impl Future<Output = Result<Departed<RowStream>, Error>> + use<'a> {
        self.rows_of(statement, self.departs(statement, by))
    }

    /// As [`rows`](Self::rows), of a statement whose departure has been noted.
    pub(super) async fn rows_of(
        &self,
        statement: &Statement,
        departure: Departure,
    ) -> Result<Departed<RowStream>, Error> {
        let result = match &self.cache {
            None => Box::pin(self.rows_unprepared(statement)).await,
            Some(cache) => match self.rows_prepared(cache, statement).await {
                Err(error) if self.may_repeat(&error) => Box::pin(self.rows_again(cache, statement)).await,
                result => result,
            },
        };
        Departed::or_failed(result, departure)
    }

    /// Sends a statement for the number of rows it affects.
    #[inline]
    pub(super) fn affected<'a>(
        &'a self,
        statement: &'a Statement,
        by: By<'_>,
    ) -> impl Future<Output = Result<u64, Error>> + use<'a> {
        self.affected_of(statement, self.departs(statement, by))
    }

    /// As [`affected`](Self::affected), of a statement whose departure has been noted.
    pub(super) async fn affected_of(
        &self,
        statement: &Statement,
        mut departure: Departure,
    ) -> Result<u64, Error> {
        let result = match &self.cache {
            None => Box::pin(self.affected_unprepared(statement)).await,
            Some(cache) => match self.affected_prepared(cache, statement).await {
                Err(error) if self.may_repeat(&error) => Box::pin(self.affected_unprepared(statement)).await,
                result => result,
            },
        };
        departure.arrive(&result, |rows| Rows::Written(*rows));
        result
    }

    /// Whether a statement is on its way with the first poll: it is prepared, or is not to be.
    pub(super) fn is_ready(&self, statement: &Statement) -> bool {
        self.cache.as_ref().is_none_or(|cache| cache.has(statement))
    }

    /// Prepares a statement, if it is to be.
    pub(super) async fn prepare(&self, statement: &Statement) -> Result<(), Error> {
        let Some(cache) = &self.cache else { return Ok(()) };
        let prepared = cache.prepared(&self.client, statement).await;
        prepared.map(drop).inspect_err(|error| _ = self.forgets(error))
    }

    async fn rows_prepared(&self, cache: &Cache, statement: &Statement) -> Result<RowStream, Error> {
        let prepared = cache.prepared(&self.client, statement).await?;
        self.client.query_raw(&prepared, statement.params.iter()).await
    }

    async fn affected_prepared(&self, cache: &Cache, statement: &Statement) -> Result<u64, Error> {
        let prepared = cache.prepared(&self.client, statement).await?;
        self.client.execute_raw(&prepared, statement.params.iter()).await
    }

    /// Sends a statement in one round trip, without a name on the server.
    pub(super) async fn rows_unprepared(&self, statement: &Statement) -> Result<RowStream, Error> {
        let params = statement.params.iter().map(|param| (param, param.ty()));
        self.client.query_typed_raw(&statement.text, params).await
    }

    /// As [`rows_unprepared`](Self::rows_unprepared), for the number of rows.
    pub(super) async fn affected_unprepared(&self, statement: &Statement) -> Result<u64, Error> {
        let params: Vec<(&(dyn ToSql + Sync), Type)> =
            statement.params.iter().map(|param| (param as &(dyn ToSql + Sync), param.ty())).collect();
        self.client.execute_typed(&statement.text, &params).await
    }

    /// Sends once more a statement whose prepared form is outdated: without a name, so that it is parsed and run under the
    /// same locks, where the table could be altered again between the flights of a prepared one.
    ///
    /// It is prepared all the same before. The driver looks up the types that it does not know before it reads the rows of a
    /// statement without a name, which hold up that very look-up if there are many.
    async fn rows_again(&self, cache: &Cache, statement: &Statement) -> Result<RowStream, Error> {
        if let Err(error) = cache.prepared(&self.client, statement).await {
            if is_outdated(&error) {
                self.spend(); // what the driver looks up types by was forgotten, too, and it makes no other
            }
            return Err(error);
        }
        self.rows_unprepared(statement).await
    }

    /// Whether a statement failed for its prepared form alone, which is forgotten then with all others, and may be run once
    /// more: in a transaction the failure has already aborted the block.
    fn may_repeat(&self, error: &Error) -> bool {
        self.forgets(error) && !self.is_in_transaction()
    }

    /// Forgets what is prepared if a statement failed for being outdated; whether it did.
    pub(super) fn forgets(&self, error: &Error) -> bool {
        let outdated = is_outdated(error);
        if outdated && let Some(cache) = &self.cache {
            cache.clear();
        }
        outdated
    }

    /// Runs statements of the simple protocol.
    ///
    /// What is prepared is forgotten if a transaction of the user's alters anything, and once more where that is undone: a
    /// statement that is outdated there could not run again.
    pub(super) async fn batch(&self, sql: Text<'_>, by: By<'_>) -> Result<(), Error> {
        let mut departure = self.departs_as(sql, by);
        let result = self.client.batch_execute(sql.as_str()).await;
        departure.arrive(&result, |()| Rows::Unknown);
        if let Text::Users(sql) = sql
            && self.is_in_transaction()
            && may_alter(sql)
        {
            self.set_altering();
            self.forget_altered();
        }
        result
    }

    /// Sends statements of the simple protocol at once, whose `departure` has been noted; the future waits for their answer.
    pub(super) fn post(
        self: &Arc<Self>,
        sql: String,
        mut departure: Departure,
    ) -> BoxFuture<'static, Result<(), Error>> {
        let lease = self.clone();
        sent(Box::pin(async move {
            let result = lease.client.batch_execute(&sql).await;
            departure.arrive(&result, |()| Rows::Unknown);
            result
        }))
    }

    /// As [`post`](Self::post), for a statement with values.
    pub(super) fn post_statement(
        self: &Arc<Self>,
        statement: Statement,
        mut departure: Departure,
    ) -> BoxFuture<'static, Result<(), Error>> {
        let lease = self.clone();
        sent(Box::pin(async move {
            let result = lease.affected_unprepared(&statement).await;
            departure.arrive(&result, |_| Rows::Unknown);
            result.map(drop)
        }))
    }
}

/// Whether statements have a word by which a table gets other columns, or columns another type.
fn may_alter(sql: &str) -> bool {
    let has = |word: &str| {
        sql.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    has("ALTER") || has("DROP")
}

/// Polls `future` once: the driver sends with the first poll.
pub(super) fn sent<T: Send + 'static>(mut future: BoxFuture<'static, T>) -> BoxFuture<'static, T> {
    match Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Box::pin(std::future::ready(value)),
        Poll::Pending => future,
    }
}
