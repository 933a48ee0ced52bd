//! Operations that can be in no transaction.

use super::executor::Executor;
use super::index;
use super::watch::{Look, watch};
use crate::ddl::{BuiltIndex, Statement, Step};
use crate::error::Result;
use crate::event::Event;
use crate::lock::fence;
use crate::plan::PlannedOperation;
use crate::session::Session;

/// How often a statement is run again that was chosen to end a deadlock.
const TRIES: u32 = 5;

impl Executor<'_> {
    /// Does an operation whose statements run outside of transactions. Each is looked for first: an earlier run may have
    /// been interrupted once it was done, or halfway.
    ///
    /// # Errors
    ///
    /// [`Kind::DifferentIndex`](crate::Kind::DifferentIndex), and whatever the database fails with.
    pub(super) async fn alone(&self, session: &Session, operation: &PlannedOperation) -> Result<()> {
        self.options.listener.tell(&Event::Operation(operation.place.clone()));
        for step in &operation.steps {
            let Step::Sql(statement) = step else { continue };
            let look = Some(Look { db: self.db, pid: session.pid });
            let work = self.statement(session, statement);
            let done = watch(&operation.place, &self.options.listener, look, work).await;
            done.map_err(|error| error.within(&operation.place))?;
            if operation.is_own {
                session.restore(&session.db).await?;
            }
        }
        Ok(())
    }

    async fn statement(&self, session: &Session, statement: &Statement) -> Result<()> {
        let mut tries = 0;
        loop {
            fence(&session.db, session.key).await?;
            let is_done = match &statement.index {
                None => false,
                Some(BuiltIndex::Dropped { table, name }) => !index::is_there(session, table, name).await?,
                Some(BuiltIndex::Created { table, index }) => index::is_built(session, table, index).await?,
            };
            if is_done {
                return Ok(());
            }
            let Err(error) = session.db.batch_execute(&statement.sql).await else { return Ok(()) };
            let error = crate::Error::from(error);
            if error.is_lost_connection() {
                return Err(error);
            }
            if let Some(BuiltIndex::Created { table, index }) = &statement.index {
                // It would slow down writes, though nothing can be looked up in it.
                index::drop_invalid(session, table, &index.name).await?;
            }
            tries += 1;
            if tries >= TRIES || !error.is_contention() {
                return Err(error);
            }
        }
    }
}
