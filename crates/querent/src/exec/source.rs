//! The rows of a query that are read while other work goes on.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use futures::future::join;
use futures::{FutureExt, StreamExt, TryStreamExt};
use tokio_postgres::{Row, RowStream};

use super::block::Block;
use super::characteristics::Characteristics;
use super::connection::Connection;
use super::db::{Db, Handle};
use super::lease::Lease;
use super::level::Level;
use super::settings::Settings;
use super::turn::Turn;
use crate::error::{Error, Result};
use crate::sql::Statement;
use crate::watch::{By, Call, Departure, Rows, Site, Text};

/// How many rows a cursor fetches at a time, unless it is told otherwise.
pub(crate) const CHUNK: usize = 500;

/// The most rows that are handed on at once because they happen to be there: so few that an allocator has their memory at hand.
const READY: usize = 12;

/// The most rows that one FETCH can ask for: the number is an `integer`.
const MOST_ROWS: usize = i32::MAX as usize;

/// How the rows of a query are to be read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reading {
    /// As they come where that is possible, else by a cursor that fetches so many rows at a time.
    Rows(usize),
    /// By a cursor that fetches so many rows at a time, with other statements in between.
    Chunks(usize),
}

impl Db {
    /// Begins to read the rows of `statement`.
    ///
    /// In a transaction, and wherever chunks are asked for, they are read by a cursor: rows that the driver has not
    /// been asked for yet would hold up every other statement of the connection.
    pub(crate) async fn open(&self, statement: Statement, reading: Reading, call: Call) -> Result<RowSource> {
        match (&self.0, reading) {
            (Handle::Pool(pool), Reading::Rows(_)) => {
                RowSource::stream(Lease::take(pool, call.site(), None).await?, &statement, call).await
            }
            (Handle::Pool(pool), Reading::Chunks(size)) => {
                let (characteristics, settings) = (Characteristics::default(), Settings::default());
                let block = Block::outermost(pool.clone(), call.site(), characteristics, settings);
                let level = block.level().clone();
                let connection = Connection::of_level(level.clone(), call);
                RowSource::cursor(level, Some(block), Asked { statement, size }, connection).await
            }
            (Handle::Level(level), Reading::Rows(size) | Reading::Chunks(size)) => {
                let connection = Connection::of_level(level.clone(), call);
                RowSource::cursor(level.clone(), None, Asked { statement, size }, connection).await
            }
        }
    }
}

/// The rows of a query that are read while other work goes on. Dropped early, the rest is not read.
pub(crate) struct RowSource {
    rows: Source,
    /// After `rows`, which leaves the connection first.
    connection: Connection,
}

enum Source {
    Stream(Stream),
    Cursor(Cursor),
}

impl RowSource {
    async fn stream(lease: Lease, statement: &Statement, call: Call) -> Result<RowSource> {
        let flight = lease.flight();
        let mut sent = match lease.rows(statement, By::Call(&call)).await {
            Ok(sent) => sent,
            Err(error) => {
                flight.fail(&error);
                return Err(error.into());
            }
        };
        flight.hand_over();
        sent.departure.pause();
        let rows = Some(Box::pin(sent.answer));
        let rows = Source::Stream(Stream { rows, failure: None, departure: sent.departure });
        Ok(RowSource { rows, connection: Connection::of_lease(lease, call) })
    }

    async fn cursor(
        level: Arc<Level>,
        block: Option<Block>,
        asked: Asked,
        connection: Connection,
    ) -> Result<RowSource> {
        let cursor = Cursor::declare(level, block, asked, connection.call()).await?;
        Ok(RowSource { rows: Source::Cursor(cursor), connection })
    }

    /// The next rows, at least one; `None` after the last.
    pub(crate) async fn batch(&mut self) -> Result<Option<Vec<Row>>> {
        match &mut self.rows {
            Source::Cursor(cursor) => cursor.chunk(self.connection.call()).await,
            Source::Stream(stream) => {
                let lease = self.connection.lease().expect("a stream has a connection of its own");
                stream.ready(lease).await
            }
        }
    }

    /// The connection, for the statements that run between chunks.
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}

impl Drop for RowSource {
    fn drop(&mut self) {
        if let Source::Stream(Stream { rows: Some(_), .. }) = &self.rows
            && let Some(lease) = self.connection.lease()
        {
            lease.lose();
        }
    }
}

impl fmt::Debug for RowSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RowSource")
    }
}

/// Rows as the server sends them.
struct Stream {
    /// `None` once all is answered.
    rows: Option<Pin<Box<RowStream>>>,
    /// What came after rows that were handed on first.
    failure: Option<Error>,
    departure: Departure,
}

impl Stream {
    /// Waits for a row, and takes those that are there already after it.
    async fn ready(&mut self, lease: &Lease) -> Result<Option<Vec<Row>>> {
        if let Some(failure) = self.failure.take() {
            return Err(failure);
        }
        let Some(rows) = &mut self.rows else { return Ok(None) };
        self.departure.resume();
        let mut batch = Vec::with_capacity(READY);
        let mut next = Some(rows.next().await);
        let end = loop {
            match next {
                Some(Some(Ok(row))) => batch.push(row),
                Some(Some(Err(error))) => break Some(error),
                Some(None) => break None,
                None => {
                    self.departure.pause(); // more will come
                    return Ok(Some(batch));
                }
            }
            if batch.len() == READY {
                self.departure.pause();
                return Ok(Some(batch));
            }
            next = rows.next().now_or_never();
        };
        let count = rows.rows_affected();
        self.rows = None;
        match end {
            None => {
                self.departure.land(count.map_or(Rows::Unknown, Rows::Returned));
                lease.arrive();
            }
            Some(error) => {
                self.departure.fail(&error);
                lease.fail(&error);
                self.failure = Some(error.into());
            }
        }
        match (batch.is_empty(), self.failure.take()) {
            (true, None) => Ok(None),
            (true, Some(failure)) => Err(failure),
            (false, failure) => {
                self.failure = failure;
                Ok(Some(batch))
            }
        }
    }
}

/// What a cursor is for.
struct Asked {
    statement: Statement,
    /// How many rows a fetch asks for.
    size: usize,
}

/// Rows that are fetched chunk by chunk.
struct Cursor {
    level: Arc<Level>,
    number: usize,
    /// Where its rows are asked for.
    at: Site,
    fetch: Statement,
    /// How many rows a fetch asks for.
    size: usize,
    exhausted: bool,
    /// The transaction, where it is the cursor's own.
    block: Option<Block>,
}

impl Cursor {
    async fn declare(level: Arc<Level>, block: Option<Block>, asked: Asked, call: &Call) -> Result<Cursor> {
        let Asked { mut statement, size } = asked;
        let size = size.min(MOST_ROWS);
        let number = level.transaction.open_cursor();
        let name = name(number);
        statement.text = format!("DECLARE {name} NO SCROLL CURSOR FOR {}", statement.text).into();
        let mut turn = Turn::take(&level).await?;
        let lease = turn.lease.clone();
        turn.run(lease.declare(&statement, &name, By::Call(call))).await?;
        turn.land();
        let fetch = forward(size, &name, &statement);
        Ok(Cursor { level, number, at: call.site(), fetch, size, exhausted: false, block })
    }

    async fn chunk(&mut self, call: &Call) -> Result<Option<Vec<Row>>> {
        if !self.exhausted {
            let rows = self.fetch(call).await?;
            self.exhausted = rows.len() < self.size;
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
        match self.block.take() {
            Some(block) => block.end(Ok(None)).await,
            None => Ok(None),
        }
    }

    async fn fetch(&self, call: &Call) -> Result<Vec<Row>> {
        let mut turn = Turn::take(&self.level).await?;
        let lease = turn.lease.clone();
        let rows = turn.run(lease.fetch(&self.fetch, By::Call(call))).await?;
        turn.land();
        Ok(rows)
    }
}

impl Drop for Cursor {
    fn drop(&mut self) {
        let own = self.block.is_some();
        // While a nested block is undone, CLOSE may arrive in a transaction that has failed, and be refused: the cursor stays
        // open then, and its number taken, until the transaction ends.
        if !own
            && self.level.check_usable().is_ok()
            && !self.level.transaction.is_under_repair()
            && let Some(lease) = self.level.transaction.held()
        {
            // Nobody waits for the answer, so COMMIT has to prove that it was a good one.
            self.level.transaction.set_unproven();
            let close = format!("CLOSE {}", name(self.number));
            lease.departs_as(Text::Own(&close, self.fetch.table), By::Line(self.at)).land(Rows::Unknown);
            drop(lease.post(close, Departure::UNSEEN));
            self.level.transaction.close_cursor(self.number);
        }
    }
}

fn name(number: usize) -> String {
    format!("querent_cursor_{number}")
}

/// Fetches the next rows of a cursor for `query`.
fn forward(rows: usize, name: &str, query: &Statement) -> Statement {
    let text = format!("FETCH FORWARD {rows} FROM {name}").into();
    Statement { text, params: Vec::new(), table: query.table, has_fragments: false }
}

impl Lease {
    /// Declares a cursor, and in the same flight learns its columns.
    ///
    /// FETCH cannot be kept prepared, since its columns are those of another query each time. Sent unprepared, the
    /// driver looks up the types that it does not know before it reads the rows, which hold up that very look-up if
    /// there are many. So it is asked for none first.
    async fn declare(
        &self,
        declare: &Statement,
        name: &str,
        by: By<'_>,
    ) -> Result<(), tokio_postgres::Error> {
        let mut departure = self.departs(declare, by);
        let none = forward(0, name, declare);
        let columns =
            async { self.rows_unprepared(&none).await?.try_for_each(|_| std::future::ready(Ok(()))).await };
        let (declared, columns) = join(self.affected_unprepared(declare), columns).await;
        let result = declared.and(columns.map(drop));
        departure.arrive(&result, |()| Rows::Unknown);
        result
    }

    async fn fetch(&self, fetch: &Statement, by: By<'_>) -> Result<Vec<Row>, tokio_postgres::Error> {
        let mut departure = self.departs(fetch, by);
        let result = async { self.rows_unprepared(fetch).await?.try_collect().await }.await;
        departure.arrive(&result, |rows: &Vec<Row>| Rows::Returned(rows.len() as u64));
        result
    }
}
