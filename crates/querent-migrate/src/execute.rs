//! Doing what a plan says, so that it can be interrupted at any moment and by anything.
//!
//! A migration that is a transaction is applied together with its row of the ledger, or not at all. Of one that is none, the
//! ledger knows how many operations are in effect: each is a transaction together with that number, and one that cannot be in
//! any is looked for in the catalog before it is done. Whatever happens, the next run reads the ledger and goes on from there.

mod executor;
mod report;
mod watch;
mod patience;
mod blockers;
mod tables;
mod index;
mod step;
mod transaction;
mod alone;
mod attempt;

pub(crate) use executor::Executor;
pub use report::Report;

use std::time::Duration;

use crate::chance::jitter;
use crate::error::{Error, Kind, Result};
use crate::event::Event;
use crate::history::History;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::session::Session;

/// How many connections in a row may be lost before anything more is applied.
const LOSSES: u32 = 5;

const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest pause before another connection is made.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

impl Executor<'_> {
    /// Leads the database to the goal.
    ///
    /// # Errors
    ///
    /// Those of [`plan`](Self::plan), [`Kind::Locked`], [`Kind::Busy`], [`Kind::LockLost`], [`Kind::DifferentIndex`] and
    /// [`Kind::Database`].
    pub(crate) async fn run(&self) -> Result<Report> {
        self.check()?;
        let mut report = Report::default();
        let mut losses = 0;
        loop {
            let done = report.done();
            let result = match Session::begin(self.db).await {
                Ok(session) => attempt::attempt(self, session, &mut report).await,
                // The pool has waited for the server as long as it should.
                Err(error) if losses == 0 => return Err(error),
                Err(error) => Err(error),
            };
            losses = if report.done() > done { 0 } else { losses };
            match result {
                Err(error) if losses < LOSSES && error.is_lost_connection() => {
                    losses += 1;
                    self.options.listener.tell(&Event::ConnectionLost);
                    let pause = FIRST_PAUSE * 2u32.pow(losses);
                    tokio::time::sleep(jitter(pause.min(LONGEST_PAUSE))).await;
                }
                Err(error) => return Err(error),
                Ok(()) => return Ok(report),
            }
        }
    }

    /// What would be done.
    ///
    /// # Errors
    ///
    /// Those of [`History::of`] and [`Plan::of`], and [`Kind::Schema`].
    pub(crate) async fn plan(&self) -> Result<Plan> {
        self.check()?;
        let session = Session::begin(self.db).await?;
        let rows = Ledger::of(&session).read(&session.db).await?;
        session.end().await;
        let history = History::of(self.graph, rows)?;
        Plan::of(&history, &self.wanted())
    }

    /// What is wrong before the database is asked.
    fn check(&self) -> Result<()> {
        if self.db.in_transaction() {
            return Err(Error::new(
                Kind::InTransaction,
                "a database is migrated by transactions of its own; give `migrate` the pool's handle, outside of `atomic`",
            ));
        }
        self.graph.check_heads()?;
        Ok(())
    }
}
