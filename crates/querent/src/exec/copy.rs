//! COPY: many rows in or out as one stream of bytes.
//!
//! A COPY holds up every other statement of its connection until it is over, so it has a block of its own: the handle of
//! an outer block is refused meanwhile, instead of waiting for ever. It also contains what a failed COPY leaves behind.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use futures::{SinkExt, StreamExt};
use tokio_postgres::{CopyInSink, CopyOutStream, Error as DriverError};

use super::block::Block;
use super::characteristics::Characteristics;
use super::db::{Db, Handle};
use super::lease::Lease;
use super::level::Level;
use super::send::Departed;
use super::settings::Settings;
use super::turn::Turn;
use crate::error::{Error, Result};
use crate::sql::Statement;
use crate::watch::{By, Departure, Rows, Site};

impl Db {
    /// Begins a block for a COPY.
    ///
    /// What the user's own stream does while it is read is no work of that block.
    pub(crate) fn copying(&self, at: Site) -> Result<Copying> {
        let block = match &self.0 {
            Handle::Pool(pool) => {
                Block::outermost(pool.clone(), at, Characteristics::default(), Settings::default())
            }
            Handle::Level(level) => Block::nested(level, at, Settings::default())?,
        };
        Ok(Copying(block))
    }
}

/// A block for a COPY. Dropped before its end it is rolled back.
pub(crate) struct Copying(Block);

impl Copying {
    /// The handle for what goes before the COPY.
    pub(crate) fn db(&self) -> Db {
        Db(Handle::Level(self.0.level().clone()))
    }

    /// Begins a COPY into a table.
    pub(crate) async fn copy_in(&self, statement: &Statement) -> Result<CopyIn<'_>> {
        let mut turn = Turn::take(self.0.level()).await?;
        let lease = turn.lease.clone();
        let by = By::Line(self.0.level().began);
        let departure = turn.departs(statement, by).await.inspect_err(|_| lease.soil())?;
        let sink = turn.run(lease.begin_copy_in(statement, departure)).await?;
        let Departed { answer, mut departure } = sink;
        departure.pause();
        Ok(CopyIn { sink: Box::pin(answer), turn, departure })
    }

    /// Begins a COPY out of a query.
    pub(crate) async fn copy_out(self, statement: &Statement) -> Result<CopyOut> {
        let mut turn = Turn::take(self.0.level()).await?;
        let lease = turn.lease.clone();
        let departure = turn.departs(statement, By::Line(self.0.level().began)).await?;
        let sent = turn.run(lease.begin_copy_out(statement, departure)).await?;
        let Departed { answer, mut departure } = sent;
        departure.pause();
        turn.hand_over();
        let under_way = UnderWay { level: self.0.level().clone(), lease, over: false };
        Ok(CopyOut { rows: Box::pin(answer), under_way, departure, block: self })
    }

    /// Ends the block as the outcome of its work asks for.
    pub(crate) async fn end<T>(self, outcome: Result<T>) -> Result<T> {
        self.0.end(outcome).await
    }
}

/// A COPY into a table. Dropped before its end, nothing of it is written.
pub(crate) struct CopyIn<'a> {
    /// Before the turn: a sink that is dropped tells the server to fail.
    sink: Pin<Box<CopyInSink<Bytes>>>,
    turn: Turn<'a>,
    departure: Departure,
}

impl CopyIn<'_> {
    /// Sends bytes, once there is room for them.
    pub(crate) async fn send(&mut self, bytes: Bytes) -> Result<()> {
        self.departure.resume();
        match self.sink.send(bytes).await {
            Ok(()) => {
                self.departure.pause();
                Ok(())
            }
            Err(error) => Err(self.failed(error).await),
        }
    }

    /// Ends it; how many rows were written.
    pub(crate) async fn finish(mut self) -> Result<u64> {
        self.departure.resume();
        match self.sink.as_mut().finish().await {
            Ok(rows) => {
                self.departure.land(Rows::Written(rows));
                self.turn.land();
                Ok(rows)
            }
            Err(error) => Err(self.failed(error).await),
        }
    }

    async fn failed(&mut self, error: DriverError) -> Error {
        self.departure.fail(&error);
        self.turn.lease.soil(); // as after one that could not begin
        Box::pin(self.turn.fail(error)).await
    }
}

impl fmt::Debug for CopyIn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CopyIn")
    }
}

/// A COPY out of a query. Dropped before its end, it is cancelled.
pub(crate) struct CopyOut {
    /// Before what tells the connection: a stream that is dropped leaves its rest to the driver.
    rows: Pin<Box<CopyOutStream>>,
    under_way: UnderWay,
    departure: Departure,
    block: Copying,
}

impl CopyOut {
    /// The next bytes; `None` after the last.
    pub(crate) async fn next(mut self) -> Result<Option<(Bytes, CopyOut)>> {
        self.departure.resume();
        match self.rows.next().await {
            Some(Ok(bytes)) => {
                self.departure.pause();
                Ok(Some((bytes, self)))
            }
            Some(Err(error)) => {
                self.departure.fail(&error);
                self.under_way.failed(&error);
                self.block.end(Err(error.into())).await
            }
            None => {
                self.departure.land(Rows::Unknown);
                self.under_way.arrived();
                self.block.end(Ok(None)).await
            }
        }
    }
}

impl fmt::Debug for CopyOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CopyOut")
    }
}

/// A statement whose answer is still coming. Dropped before that, the block is interrupted.
struct UnderWay {
    level: Arc<Level>,
    lease: Arc<Lease>,
    over: bool,
}

impl UnderWay {
    fn arrived(&mut self) {
        self.over = true;
        self.level.leave();
        self.lease.arrive();
    }

    fn failed(&mut self, error: &DriverError) {
        self.level.transaction.note_loss(error);
        if error.as_db_error().is_some() {
            self.level.fail();
            self.arrived();
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        if !self.over {
            self.level.interrupt();
            self.level.leave();
            self.lease.lose();
        }
    }
}

impl Lease {
    async fn begin_copy_in(
        &self,
        statement: &Statement,
        departure: Departure,
    ) -> Result<Departed<CopyInSink<Bytes>>, DriverError> {
        let sink = async {
            match &self.cache {
                Some(cache) => self.client.copy_in(&cache.prepared(&self.client, statement).await?).await,
                None => self.client.copy_in(&*statement.text).await,
            }
        };
        Departed::or_failed(sink.await.inspect_err(|error| self.fails_to_copy(error)), departure)
    }

    /// A COPY that failed may have left questions and answers out of step: the driver sends two ends of a statement, of
    /// which the server answers both if it refuses the statement at once.
    fn fails_to_copy(&self, error: &DriverError) {
        self.soil();
        self.forgets(error);
    }

    async fn begin_copy_out(
        &self,
        statement: &Statement,
        departure: Departure,
    ) -> Result<Departed<CopyOutStream>, DriverError> {
        let rows = async {
            match &self.cache {
                Some(cache) => self.client.copy_out(&cache.prepared(&self.client, statement).await?).await,
                None => self.client.copy_out(&*statement.text).await,
            }
        };
        Departed::or_failed(rows.await.inspect_err(|error| _ = self.forgets(error)), departure)
    }
}
