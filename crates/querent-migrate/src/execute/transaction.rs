//! Operations and their row of the ledger, in one transaction.

use querent::Db;

use super::executor::Executor;
use super::patience::{Asking, Patience};
use super::watch::watch;
use super::{blockers, tables};
use crate::ddl::Lock;
use crate::error::{Error, Kind, Result};
use crate::event::Event;
use crate::ledger::{Change, Ledger};
use crate::lock::fence;
use crate::plan::{Planned, PlannedOperation};
use crate::session::Session;

/// What happens in one transaction, or not at all.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) planned: &'a Planned,
    /// What becomes of the migration's row.
    pub(super) change: Change,
    pub(super) operations: &'a [PlannedOperation],
}

impl Executor<'_> {
    /// Does a piece of a migration in one transaction; as a whole again if others were in the way.
    ///
    /// # Errors
    ///
    /// [`Kind::Busy`] if they were for too long; whatever an operation fails with.
    pub(super) async fn piece(&self, session: &Session, piece: Piece<'_>) -> Result<()> {
        let locks = tables::locks(piece.operations);
        let mut patience = Patience::new(self.options.lock_deadline);
        loop {
            let asking = patience.asking();
            let locks = &locks;
            let work =
                |tx: Db| async move { self.in_transaction(&tx, session, (piece, locks, asking)).await };
            let error = match session.db.atomic_send(work).await {
                Ok(()) => return Ok(()),
                Err(error) => error,
            };
            if !error.is_contention() {
                return Err(error);
            }
            let Some(pause) = patience.next() else {
                return Err(self.busy(session, piece, locks).await);
            };
            let migration = piece.planned.migration.name.clone();
            self.options.listener.tell(&Event::Busy { migration, tries: patience.tries() });
            tokio::time::sleep(pause).await;
        }
    }

    async fn in_transaction(
        &self,
        tx: &Db,
        session: &Session,
        (piece, locks, asking): (Piece<'_>, &[Lock], Asking),
    ) -> Result<()> {
        let migration = &piece.planned.migration;
        let ledger = Ledger::of(session);
        fence(tx, session.key).await?;
        ledger.change(tx, migration, piece.change).await?;
        tables::take(tx, locks, asking).await?;
        let mut has_written = false;
        for operation in piece.operations {
            let (place, listener) = (&operation.place, &self.options.listener);
            listener.tell(&Event::Operation(place.clone()));
            if has_written && !operation.is_own {
                // A table with rows whose deferred constraints are not checked yet cannot be altered.
                tx.batch_execute("SET CONSTRAINTS ALL IMMEDIATE").await?;
            }
            has_written |= operation.is_own;
            let done = watch(place, listener, None, self.operation(tx, operation)).await;
            done.map_err(|error| error.within(place))?;
            if operation.is_own {
                session.restore(tx).await?;
                tx.batch_execute(&asking.as_sql()).await?;
            }
        }
        if piece.change == Change::Apply {
            ledger.stamp(tx, migration).await?;
        }
        Ok(())
    }

    async fn busy(&self, session: &Session, piece: Piece<'_>, locks: &[Lock]) -> Error {
        let blockers = blockers::blockers(session, locks).await;
        Error::new(
            Kind::Busy,
            format!(
                "{}: the tables were in use for {:?}, so it was not {}; {}",
                piece.planned.migration.name,
                self.options.lock_deadline,
                piece.planned.direction.done(),
                blockers::list(&blockers)
            ),
        )
    }
}
