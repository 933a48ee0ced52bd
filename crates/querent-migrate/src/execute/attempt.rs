//! All that is left to do, on one connection.

use std::time::Instant;

use super::executor::Executor;
use super::report::Report;
use super::transaction::Piece;
use crate::error::Result;
use crate::event::{Direction, Event};
use crate::history::History;
use crate::ledger::{Change, Ledger, State};
use crate::lock;
use crate::plan::{Plan, Planned, Way};
use crate::session::Session;

/// Does all that is left to do.
pub(super) async fn attempt(executor: &Executor<'_>, session: Session, report: &mut Report) -> Result<()> {
    let ledger = Ledger::of(&session);
    let plan = read(executor, &session, &ledger).await?;
    if plan.migrations.is_empty() {
        // Nobody needs the lock to see that there is nothing to do.
        note(&plan, report);
        session.end().await;
        return Ok(());
    }
    lock::take(&session, executor.options.wait, &executor.options.listener).await?;
    ledger.create(&session.db).await?;
    let plan = read(executor, &session, &ledger).await?;
    note(&plan, report);
    for planned in &plan.migrations {
        let (migration, direction) = (planned.migration.name.clone(), planned.direction);
        let listener = &executor.options.listener;
        listener.tell(&Event::Began { migration: migration.clone(), direction });
        let began = Instant::now();
        match executor.options.way {
            Way::Fake => executor.fake(&session, planned).await?,
            Way::Run if planned.is_one_transaction() => executor.whole(&session, planned).await?,
            Way::Run => executor.step_by_step(&session, planned).await?,
        }
        match direction {
            Direction::Forwards => report.applied.push(migration.clone()),
            Direction::Backwards => report.unapplied.push(migration.clone()),
        }
        listener.tell(&Event::Finished { migration, direction, elapsed: began.elapsed() });
    }
    lock::give_back(&session).await;
    session.end().await;
    Ok(())
}

async fn read(executor: &Executor<'_>, session: &Session, ledger: &Ledger) -> Result<Plan> {
    let history = History::of(executor.graph, ledger.read(&session.db).await?)?;
    Plan::of(&history, &executor.wanted())
}

/// Notes what was there before.
fn note(plan: &Plan, report: &mut Report) {
    report.already = plan.already.iter().filter(|name| !report.applied.contains(name)).cloned().collect();
    report.unknown.clone_from(&plan.unknown);
    if !plan.unknown.is_empty() {
        let unknown: Vec<_> = plan.unknown.iter().map(ToString::to_string).collect();
        tracing::warn!(
            target: "querent::migrate",
            "the database has migrations that this program does not have, and can work with: {}",
            unknown.join(", ")
        );
    }
}

impl Executor<'_> {
    async fn fake(&self, session: &Session, planned: &Planned) -> Result<()> {
        let change = match planned.direction {
            Direction::Forwards => Change::Fake,
            Direction::Backwards => Change::Forget,
        };
        self.piece(session, Piece { planned, change, operations: &[] }).await
    }

    /// A migration that is one transaction.
    async fn whole(&self, session: &Session, planned: &Planned) -> Result<()> {
        let change = match planned.direction {
            Direction::Forwards => Change::Apply,
            Direction::Backwards => Change::Forget,
        };
        self.piece(session, Piece { planned, change, operations: &planned.operations }).await
    }

    /// A migration that is none: the ledger knows after each operation how many are in effect.
    async fn step_by_step(&self, session: &Session, planned: &Planned) -> Result<()> {
        let nothing = |change| Piece { planned, change, operations: &[] };
        match (planned.direction, planned.state) {
            (Direction::Forwards, None) => self.piece(session, nothing(Change::Begin)).await?,
            (Direction::Backwards, Some(State::Applied)) => {
                self.piece(session, nothing(Change::Reopen)).await?
            }
            _ => {}
        }
        let mut from = planned.operations_done;
        for operation in &planned.operations {
            let to = match planned.direction {
                Direction::Forwards => from + 1,
                Direction::Backwards => from - 1,
            };
            let change = Change::Step { from, to };
            if operation.in_transaction() {
                let operations = std::slice::from_ref(operation);
                self.piece(session, Piece { planned, change, operations }).await?;
            } else {
                self.alone(session, operation).await?;
                self.piece(session, nothing(change)).await?;
            }
            from = to;
        }
        let end = match planned.direction {
            Direction::Forwards => Change::Finish,
            Direction::Backwards => Change::Forget,
        };
        self.piece(session, nothing(end)).await
    }
}
