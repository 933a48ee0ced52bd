//! One statement in a block.

use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use futures::future::{join, join_all};
use futures::poll;

use super::lease::Lease;
use super::level::Level;
use super::opening::{Opening, Step};
use super::settings::Settings;
use super::transaction::{Departing, NOTHING_CHANGED, could_not_begin};
use crate::error::{Error, Kind, Result, is_refused};
use crate::sql::Statement;
use crate::watch::{By, Departure};

/// One statement in a block, from before it is sent until it is answered.
///
/// Dropped before that, the block is interrupted: what the statement has done is not known.
pub(super) struct Turn<'a> {
    level: &'a Level,
    pub(super) lease: Arc<Lease>,
    /// What opens the block, if this is its first statement; sent already.
    openings: Vec<Opening>,
    over: bool,
}

impl<'a> Turn<'a> {
    /// A turn in `level`, once it has its connection.
    pub(super) async fn take(level: &'a Level) -> Result<Turn<'a>> {
        if let Err(error) = level.check_usable() {
            return Err(Box::pin(level.refused(error)).await); // boxed: few are
        }
        let outermost = level.outwards().last().unwrap_or(level);
        let lease = match level.transaction.lease(outermost.began).await {
            Ok(Some(lease)) => lease,
            Ok(None) => return Err(level.is_given_back()),
            Err(error) => {
                // Without a BEGIN none of its blocks is there; without a free connection one statement has failed.
                let all = matches!(error.kind(), Kind::BeginFailed | Kind::Connection);
                level.outwards().take(if all { usize::MAX } else { 1 }).for_each(Level::fail);
                return Err(error);
            }
        };
        if !level.is_opened() {
            level.transaction.departed().await; // what belongs outside of it
        }
        lease.depart(); // first: who ends the block looks whether anything is in flight
        let openings = level.enter(&lease).inspect_err(|_| lease.arrive())?;
        let mut turn = Turn { level, lease, openings, over: false };
        turn.openings.iter_mut().for_each(|opening| opening.tell(&turn.lease));
        Ok(turn)
    }

    /// Notes the departure of a statement, and prepares it unless it is ready to be sent.
    pub(super) async fn departs(&mut self, statement: &Statement, by: By<'_>) -> Result<Departure> {
        let lease = self.lease.clone();
        let mut departure = lease.departs(statement, by);
        if !lease.is_ready(statement) {
            let prepared =
                async { lease.prepare(statement).await.inspect_err(|error| departure.fail(error)) };
            Box::pin(self.answered(prepared)).await?; // once on a connection
        }
        Ok(departure)
    }

    /// Runs `statement`, which is sent with its first poll, together with what opens the block. After an error the turn is
    /// over.
    ///
    /// It is sent into its own block: where a nested one was opened meanwhile, as soon as that is over, and never if its own
    /// is.
    pub(super) async fn run<T>(
        &mut self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        let mut statement = pin!(statement);
        let departing = match self.level.departs() {
            Ok(Some(departing)) => departing,
            _ => Box::pin(self.may_depart()).await?,
        };
        let first = poll!(statement.as_mut());
        drop(departing);
        match first {
            Poll::Ready(result) => self.answered(std::future::ready(result)).await,
            Poll::Pending => self.answered(statement).await,
        }
    }

    /// Waits until the statement may be sent.
    async fn may_depart(&mut self) -> Result<Departing<'a>> {
        let level = self.level;
        loop {
            let news = level.transaction.news.notified(); // before we look
            match level.departs() {
                Ok(Some(departing)) => return Ok(departing),
                Ok(None) => news.await,
                Err(over) => {
                    self.leave(true); // nothing of it was sent
                    return Err(level.refused(over).await);
                }
            }
        }
    }

    /// The answer of `statement`, and those of what opens the block.
    async fn answered<T>(
        &mut self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        if self.openings.is_empty() {
            return match statement.await {
                Ok(value) => Ok(value),
                Err(error) => Err(Box::pin(self.fail(error)).await), // boxed: few fail
            };
        }
        Box::pin(self.run_first(statement)).await // once in a block
    }

    async fn run_first<T>(
        &mut self,
        statement: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T> {
        let mut openings = std::mem::take(&mut self.openings);
        let opened = join_all(openings.iter_mut().map(|opening| &mut opening.answer));
        let (opened, result) = join(opened, statement).await;
        let failed = opened
            .into_iter()
            .zip(&openings)
            .find_map(|(opened, opening)| Some((opened.err()?, opening.step, opening.depth)));
        match (failed, result) {
            (Some((error, step, depth)), result) => {
                Err(self.not_opened(error, step, depth, result.is_ok()).await)
            }
            (None, Ok(value)) => Ok(value),
            (None, Err(error)) => Err(self.fail(error).await),
        }
    }

    /// The answer is complete.
    pub(super) fn land(mut self) {
        self.end();
        self.lease.arrive();
    }

    /// Leaves it to the caller to tell the block and the lease how the statement ends.
    pub(super) fn hand_over(mut self) {
        self.over = true;
    }

    /// The statement failed.
    pub(super) async fn fail(&mut self, error: tokio_postgres::Error) -> Error {
        self.lease.take_leave(&error);
        let answered = error.as_db_error().is_some();
        if is_refused(&error) {
            self.level.refuse();
            self.leave(answered);
            self.level.reason_told().await;
            return self.level.is_aborted().caused_by(error);
        }
        self.level.transaction.note_loss(&error);
        if answered || self.lease.client.is_closed() {
            self.level.fail();
        }
        self.leave(answered);
        error.into()
    }

    /// A `step` in opening the block that is `depth` blocks around the statement's own failed. After a failed BEGIN the
    /// server has run the statement by itself.
    async fn not_opened(
        &mut self,
        error: tokio_postgres::Error,
        step: Step,
        depth: usize,
        ran: bool,
    ) -> Error {
        self.lease.take_leave(&error);
        let level = self.level;
        let block = level.outwards().nth(depth).unwrap_or(level);
        // A SAVEPOINT that fails aborts the block it is in, and settings the one that they are for.
        let failed = level.outwards().take(match step {
            Step::Begin => usize::MAX,
            Step::Savepoint => depth + 2,
            Step::Settings => depth + 1,
        });
        let answered = step != Step::Begin && error.as_db_error().is_some();
        if is_refused(&error) {
            failed.for_each(Level::refuse);
            self.leave(answered);
            level.reason_told().await;
            return block.parent.as_deref().unwrap_or(block).is_aborted().caused_by(error);
        }
        failed.for_each(Level::fail);
        self.leave(answered);
        let none = Settings::default();
        let (settings, outcome) = match step {
            Step::Begin if ran => {
                (&none, "its first statement has run outside of any transaction and cannot be undone")
            }
            Step::Begin => (&none, NOTHING_CHANGED),
            Step::Savepoint => (&none, "the block around it can only roll back"),
            Step::Settings => (&block.settings, NOTHING_CHANGED),
        };
        could_not_begin(block.began, settings, outcome, error)
    }

    /// Ends the turn, whose statement was `answered` by the server or not.
    fn leave(&mut self, answered: bool) {
        if !self.over {
            self.end();
            if answered { self.lease.arrive() } else { self.lease.lose() }
        }
    }

    fn end(&mut self) {
        self.over = true;
        self.level.leave();
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.level.interrupt();
            self.level.leave();
            self.lease.lose();
        }
    }
}
