//! A connection for the statements of one query and of what it prefetches.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};

use futures::{Stream, StreamExt};
use pin_project_lite::pin_project;
use tokio_postgres::{Row, RowStream};

use super::db::{Db, Handle};
use super::lease::{Flight, Lease};
use super::level::Level;
use super::send::Departed;
use super::turn::Turn;
use crate::error::{Error, Result};
use crate::fetch_mode::FetchMode;
use crate::sql::Statement;
use crate::watch::{self, By, Call, Departure};

impl Db {
    /// A connection for the statements of one call: of the pool, or the transaction's. To be awaited at once, for the call begins
    /// here and not with the first poll.
    pub(crate) fn connection<'a, C: Into<Call>>(
        &'a self,
        call: C,
    ) -> impl Future<Output = Result<Connection>> + use<'a, C> {
        let call = call.into(); // here: the future would have it twice
        async move {
            let held = match &self.0 {
                Handle::Pool(pool) => Held::Lease(Lease::take(pool, call.site(), None).await?),
                Handle::Level(level) => Held::Level(level.clone()),
            };
            Ok(Connection { held, call })
        }
    }
}

/// A connection for the statements of one call: of a query and of what it prefetches.
pub struct Connection {
    held: Held,
    call: Call,
}

enum Held {
    /// Of the pool, until it is dropped.
    Lease(Lease),
    /// Of a transaction, which takes it with its first statement.
    Level(Arc<Level>),
}

impl Connection {
    pub(super) fn of_level(level: Arc<Level>, call: Call) -> Self {
        Connection { held: Held::Level(level), call }
    }

    pub(super) fn of_lease(lease: Lease, call: Call) -> Self {
        Connection { held: Held::Lease(lease), call }
    }

    /// The call that it is for.
    pub(crate) fn call(&self) -> &Call {
        &self.call
    }

    /// Sends a statement for its rows, one by one.
    ///
    /// The futures of several calls may be joined: each sends with its first poll, and the server answers in that
    /// order. Then all of their rows must be read together too, for one that is not read holds up those behind it.
    pub(crate) async fn query<'a>(&'a self, statement: &'a Statement) -> Result<Rows<'a>> {
        match &self.held {
            Held::Lease(lease) => {
                let flight = lease.flight();
                match lease.rows(statement, By::Call(&self.call)).await {
                    Ok(sent) => Ok(Rows::new(sent, Journey::Flight(flight))),
                    Err(error) => {
                        flight.fail(&error);
                        Err(error.into())
                    }
                }
            }
            // Boxed: the future of every query would be twice as large otherwise.
            Held::Level(level) => Box::pin(self.query_in_block(level, statement)).await,
        }
    }

    async fn query_in_block<'a>(&'a self, level: &'a Level, statement: &'a Statement) -> Result<Rows<'a>> {
        let mut turn = Turn::take(level).await?;
        let lease = turn.lease.clone();
        let departure = turn.departs(statement, By::Call(&self.call)).await?;
        let sent = turn.run(lease.rows_of(statement, departure)).await?;
        Ok(Rows::new(sent, Journey::Turn(turn)))
    }

    /// Sends a statement for its first row, and reads over the others.
    pub(crate) async fn query_first(&self, statement: &Statement) -> Result<Option<Row>> {
        let mut rows = std::pin::pin!(self.query(statement).await?);
        let first = rows.as_mut().next().await?;
        while rows.as_mut().next().await?.is_some() {}
        Ok(first)
    }

    /// Sends a statement for the number of rows it affects.
    pub(crate) async fn execute(&self, statement: &Statement) -> Result<u64> {
        match &self.held {
            Held::Lease(lease) => {
                let flight = lease.flight();
                let result = lease.affected(statement, By::Call(&self.call)).await;
                match &result {
                    Ok(_) => flight.land(),
                    Err(error) => flight.fail(error),
                }
                Ok(result?)
            }
            Held::Level(level) => Box::pin(self.execute_in_block(level, statement)).await,
        }
    }

    async fn execute_in_block(&self, level: &Level, statement: &Statement) -> Result<u64> {
        let mut turn = Turn::take(level).await?;
        let lease = turn.lease.clone();
        let departure = turn.departs(statement, By::Call(&self.call)).await?;
        let affected = turn.run(lease.affected_of(statement, departure)).await?;
        turn.land();
        Ok(affected)
    }

    /// How what is loaded later is sent for the rows of a query, and for those that they lead to: as is `said`, or else as
    /// the pool has it. Mostly that is nothing: no mode was chosen anywhere.
    pub(crate) fn fetch_mode(&self, said: Option<FetchMode>) -> Option<FetchMode> {
        let of_pool = match &self.held {
            Held::Lease(lease) => lease.pool.options.fetch_mode,
            Held::Level(level) => level.transaction.pool.options.fetch_mode,
        };
        let mode = said.unwrap_or(of_pool);
        (mode != FetchMode::One || of_pool != FetchMode::One).then_some(mode)
    }

    pub(super) fn lease(&self) -> Option<&Lease> {
        match &self.held {
            Held::Lease(lease) => Some(lease),
            Held::Level(_) => None,
        }
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Connection")
    }
}

pin_project! {
    /// The rows of a statement as they come.
    ///
    /// Dropped before the last one, the statement is cancelled; in a transaction that ends the block.
    pub(crate) struct Rows<'a> {
        // Before the journey: a stream that is dropped tells the driver to skip its rows.
        #[pin]
        stream: RowStream,
        // `None` after the last row, or an error.
        journey: Option<Journey<'a>>,
        departure: Departure,
    }
}

/// A statement between its sending and its answer.
enum Journey<'a> {
    Flight(Flight<'a>),
    Turn(Turn<'a>),
}

impl<'a> Rows<'a> {
    fn new(sent: Departed<RowStream>, journey: Journey<'a>) -> Self {
        Rows { stream: sent.answer, journey: Some(journey), departure: sent.departure }
    }

    /// The next row, or `None` after the last.
    pub(crate) async fn next(mut self: Pin<&mut Self>) -> Result<Option<Row>> {
        if self.journey.is_none() {
            return Ok(None);
        }
        let failure = match self.as_mut().project().stream.next().await {
            Some(Ok(row)) => return Ok(Some(row)),
            Some(Err(error)) => Some(error),
            None => None,
        };
        self.end(failure).await.map(|()| None)
    }

    /// Hands over each row that is left, all that have come without a pause between them.
    pub(crate) async fn each(mut self: Pin<&mut Self>, mut each: impl FnMut(Row)) -> Result<()> {
        if self.journey.is_none() {
            return Ok(());
        }
        let mut stream = self.as_mut().project().stream;
        let failure = poll_fn(|context| {
            loop {
                match ready!(stream.as_mut().poll_next(context)) {
                    Some(Ok(row)) => each(row),
                    Some(Err(error)) => return Poll::Ready(Some(error)),
                    None => return Poll::Ready(None),
                }
            }
        });
        let failure = failure.await;
        self.end(failure).await
    }

    /// Behind the last row, or with a failure in its place.
    async fn end(self: Pin<&mut Self>, failure: Option<tokio_postgres::Error>) -> Result<()> {
        let this = self.project();
        match (this.journey.take(), failure) {
            (Some(journey), Some(error)) => {
                this.departure.fail(&error);
                Err(Box::pin(journey.fail(error)).await) // boxed: few fail
            }
            (Some(journey), None) => {
                this.departure.land(returned(&this.stream));
                journey.land();
                Ok(())
            }
            (None, _) => Ok(()),
        }
    }
}

/// How many rows came back: the server says so at the end.
fn returned(stream: &RowStream) -> watch::Rows {
    stream.rows_affected().map_or(watch::Rows::Unknown, watch::Rows::Returned)
}

impl Journey<'_> {
    fn land(self) {
        match self {
            Journey::Flight(flight) => flight.land(),
            Journey::Turn(turn) => turn.land(),
        }
    }

    async fn fail(self, error: tokio_postgres::Error) -> Error {
        match self {
            Journey::Flight(flight) => {
                flight.fail(&error);
                error.into()
            }
            Journey::Turn(mut turn) => turn.fail(error).await,
        }
    }
}

impl fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rows")
    }
}
