//! How a block ends: COMMIT, ROLLBACK, their savepoint forms, or being dropped.

use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::error::{Severity, SqlState};

use super::characteristics::Characteristics;
use super::hooks;
use super::lease::Lease;
use super::level::{Level, State};
use super::pool::Pool;
use super::settings::Settings;
use super::settle::Undo;
use super::transaction::Transaction;
use crate::error::{Error, Kind, Result, is_refused};
use crate::watch::{By, Departure, Site, Text};

/// Fails unless a transaction is open and not aborted, and changes nothing.
const PROOF: &str = "SAVEPOINT querent_proof; RELEASE SAVEPOINT querent_proof";

/// A block that has begun. Dropped before its end it is rolled back, in the background.
pub(super) struct Block {
    level: Arc<Level>,
    ended: bool,
}

impl Block {
    /// The outermost block of a new transaction. Nothing is sent before its first statement.
    pub(super) fn outermost(
        pool: Arc<Pool>,
        began: Site,
        characteristics: Characteristics,
        settings: Settings,
    ) -> Block {
        Block { level: Level::outermost(pool, began, characteristics, settings), ended: false }
    }

    /// A block inside `outer`.
    pub(super) fn nested(outer: &Arc<Level>, began: Site, settings: Settings) -> Result<Block> {
        Ok(Block { level: outer.nested(began, settings)?, ended: false })
    }

    pub(super) fn level(&self) -> &Arc<Level> {
        &self.level
    }

    /// Ends the block as the outcome of its work asks for, and runs the hooks of a transaction that is committed. The
    /// error of the work is the one that is told.
    pub(super) async fn end<T, E: From<Error>>(mut self, outcome: Result<T, E>) -> Result<T, E> {
        let ended = match &outcome {
            Ok(_) => self.commit().await,
            Err(_) => {
                self.level.abandon(State::RolledBack);
                self.roll_back().await;
                Ok(())
            }
        };
        let hooks = match (&outcome, &ended) {
            (Ok(_), Ok(())) => self.level.hooks_to_run(),
            _ => Vec::new(),
        };
        self.close();
        match (outcome, ended) {
            (Ok(_), Err(error)) => Err(error.into()),
            (Ok(value), Ok(())) => {
                if !hooks.is_empty() {
                    // Boxed: few blocks have any.
                    let run = hooks::run(hooks, &self.level.transaction.pool, self.level.began);
                    Box::pin(run).await?;
                }
                Ok(value)
            }
            (outcome, _) => outcome,
        }
    }

    /// Notes that the block is over.
    fn close(&mut self) {
        self.ended = true;
        if let Some(parent) = &self.level.parent {
            parent.child_is_over();
        }
    }

    /// Commits, or rolls back and says why it had to.
    async fn commit(&self) -> Result<()> {
        // First: a dropped block that cannot be undone is an obstacle.
        self.level.transaction.repaired().await;
        if let Err(obstacle) = self.level.commit() {
            self.level.abandon(State::RolledBack);
            self.roll_back().await;
            return Err(obstacle);
        }
        let result = match &self.level.parent {
            None => self.commit_transaction().await,
            Some(parent) => self.release(parent).await,
        };
        if result.is_err() {
            self.level.abandon(State::RolledBack);
        }
        result
    }

    async fn roll_back(&self) {
        self.level.transaction.repaired().await;
        match &self.level.parent {
            None => self.roll_back_transaction().await,
            Some(parent) => {
                if self.level.check_ancestors().is_ok()
                    && self.level.is_opened()
                    && let Some(lease) = self.level.transaction.held()
                {
                    undo(&self.level, parent, &lease).await;
                }
            }
        }
    }

    async fn commit_transaction(&self) -> Result<()> {
        let Some(lease) = self.level.transaction.give_back() else { return Ok(()) };
        if !self.level.is_opened() {
            return Ok(());
        }
        if lease.client.is_closed() {
            let message = format!(
                "the connection was lost before COMMIT: the atomic() block that began at {} is rolled back",
                self.level.began,
            );
            return Err(Error::new(Kind::Connection, message));
        }
        // The server answers the COMMIT of an aborted transaction with ROLLBACK, and the driver calls that a success.
        if lease.is_lent() || lease.is_busy() {
            self.prove(&lease).await?;
        }
        self.level.transaction.forget_loss();
        lease.set_committing();
        let proof =
            self.level.transaction.is_unproven().then(|| lease.post(PROOF.to_owned(), Departure::UNSEEN));
        let flight = lease.flight();
        match lease.batch(own("COMMIT"), By::Line(self.level.began)).await {
            Ok(()) => flight.land(),
            Err(error) if is_definite(&error) => {
                flight.land();
                lease.set_in_transaction(false);
                self.level.transaction.note_loss(&error);
                return Err(error.into());
            }
            Err(error) => return Err(self.commit_unknown(error)),
        }
        lease.set_in_transaction(false);
        match proof {
            Some(proof) => proof.await.map_err(|error| self.not_committed(error)),
            None => Ok(()),
        }
    }

    /// Proves that the transaction is as it should be, after the user's own code or an answer that made no sense.
    /// Otherwise it is rolled back with the lease, which knows of either.
    async fn prove(&self, lease: &Lease) -> Result<()> {
        let flight = lease.flight();
        match lease.ask(&format!("{PROOF};")).await {
            Ok(true) => {
                flight.land();
                Ok(())
            }
            Ok(false) => Err(self.level.is_aborted()), // a COPY that failed has left questions and answers out of step
            Err(error) => {
                flight.fail(&error);
                Err(self.not_committed(error))
            }
        }
    }

    fn commit_unknown(&self, error: tokio_postgres::Error) -> Error {
        let message = format!(
            "the connection was lost while COMMIT was under way: the atomic() block that began at {} may or may not \
             have been committed; read back before you repeat it",
            self.level.began,
        );
        Error::new(Kind::CommitUnknown, message).caused_by(error)
    }

    /// There was no transaction to commit, or only an aborted one.
    fn not_committed(&self, error: tokio_postgres::Error) -> Error {
        if error.code() != Some(&SqlState::NO_ACTIVE_SQL_TRANSACTION) {
            return self.level.is_aborted();
        }
        let message = format!(
            "the transaction of the atomic() block that began at {} was ended by a statement inside it; leave COMMIT \
             and ROLLBACK to atomic()",
            self.level.began,
        );
        Error::new(Kind::TransactionOver, message).caused_by(error)
    }

    async fn roll_back_transaction(&self) {
        let Some(lease) = self.level.transaction.give_back() else { return };
        if !self.level.is_opened() {
            return;
        }
        if lease.is_busy() {
            return roll_back_later(lease, self.level.transaction.clone());
        }
        let flight = lease.flight();
        if lease.batch(own("ROLLBACK"), By::Line(self.level.began)).await.is_ok() {
            flight.land();
            lease.set_in_transaction(false);
        }
    }

    async fn release(&self, parent: &Level) -> Result<()> {
        self.level.check_ancestors()?;
        let Some(lease) = self.level.transaction.held() else { return Ok(()) };
        if !self.level.is_opened() {
            return Ok(());
        }
        let flight = lease.flight();
        let release = format!("RELEASE SAVEPOINT {}", self.level.name());
        let Err(error) = lease.batch(own(&release), By::Line(self.level.began)).await else {
            flight.land();
            return Ok(());
        };
        flight.fail(&error);
        undo(&self.level, parent, &lease).await;
        Err(if is_refused(&error) { self.level.is_aborted() } else { error.into() })
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let before = self.level.abandon(State::Dropped);
        match &self.level.parent {
            None => {
                if let Some(lease) = self.level.transaction.give_back() {
                    roll_back_later(lease, self.level.transaction.clone());
                }
            }
            Some(parent) => {
                // A block around it that is over has undone it, too.
                if self.level.is_opened()
                    && self.level.check_ancestors().is_ok()
                    && let Some(lease) = self.level.transaction.held()
                {
                    match before {
                        State::Open => undo_later(self.level.clone(), parent.clone(), lease),
                        // Its end was under way: what the outer block would see is not known.
                        _ => parent.interrupt(),
                    }
                }
                parent.child_is_over();
            }
        }
    }
}

/// What ends a block, for those who watch statements.
fn own(sql: &str) -> Text<'_> {
    Text::Own(sql, None)
}

/// Whether COMMIT has failed for sure. A server that goes away says so with a severity above `ERROR`.
fn is_definite(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| error.parsed_severity() == Some(Severity::Error))
}

/// Rolls back a transaction that nobody waits for, even if statements of it are still held by other tasks.
fn roll_back_later(lease: Arc<Lease>, transaction: Arc<Transaction>) {
    let Err(lease) = Arc::try_unwrap(lease) else { return }; // the only owner: `Lease::drop` does it
    let runtime = lease.runtime.clone();
    runtime.spawn(async move {
        transaction.departed().await;
        if lease.is_lending() {
            return lease.kill(); // or what its client is used for later would run outside of any transaction
        }
        if lease.settle(Undo::Transaction, Some(Duration::ZERO), &lease.pool.counters).await {
            lease.set_in_transaction(false);
            lease.cleaned();
        }
    });
}

/// Rolls back to the savepoint of `level`; if that fails, `parent` cannot go on.
///
/// What still runs inside of the block is cancelled, unless a statement of a block around it may be running: a cancel request
/// strikes whatever the server is at.
async fn undo(level: &Level, parent: &Level, lease: &Lease) {
    level.transaction.departed().await;
    let name = level.name();
    let outside = parent.running();
    if outside == 0 && lease.is_lending() {
        lease.kill(); // or what its client is used for later would be a part of the outer block
        return parent.fail();
    }
    let is_busy = level.is_interrupted() || lease.in_flight() > outside;
    let undone = if is_busy && outside == 0 {
        lease.soil(); // if this is dropped, a cancel request may be pending
        let settled =
            lease.settle(Undo::Savepoint(name.clone()), Some(Duration::ZERO), &lease.pool.counters).await;
        if settled {
            lease.cleaned();
        }
        let release = format!("RELEASE SAVEPOINT {name}");
        settled && lease.batch(own(&release), By::Line(level.began)).await.is_ok()
    } else {
        let flight = lease.flight();
        let roll_back = format!("ROLLBACK TO SAVEPOINT {name}; RELEASE SAVEPOINT {name}");
        let result = lease.batch(own(&roll_back), By::Line(level.began)).await;
        flight.land();
        result.is_ok()
    };
    match undone {
        true => lease.forget_altered(),
        false => parent.fail(),
    }
}

/// As [`undo`], in the background; the next statement of `parent` waits for it.
fn undo_later(level: Arc<Level>, parent: Arc<Level>, lease: Arc<Lease>) {
    let repair = level.transaction.begin_repair();
    let runtime = lease.runtime.clone();
    let unfinished = Unfinished(Some(parent));
    runtime.spawn(repair.run(async move {
        let mut unfinished = unfinished;
        if let Some(parent) = &unfinished.0 {
            undo(&level, parent, &lease).await;
        }
        unfinished.0 = None;
    }));
}

/// An outer block whose repair has not been finished, for a runtime that shuts down meanwhile.
struct Unfinished(Option<Arc<Level>>);

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(parent) = &self.0 {
            parent.fail();
        }
    }
}
