//! One step of an operation inside a transaction.

use querent::Db;

use super::executor::Executor;
use crate::ddl::Step;
use crate::error::{Error, Result};
use crate::plan::PlannedOperation;

impl Executor<'_> {
    /// Does an operation in a transaction.
    pub(super) async fn operation(&self, tx: &Db, operation: &PlannedOperation) -> Result<()> {
        for step in &operation.steps {
            match step {
                Step::Sql(statement) => tx.batch_execute(&statement.sql).await?,
                Step::Rust { path } => self.call(tx, path).await?,
            }
        }
        Ok(())
    }

    /// Calls a function of the user's. It may wait for rows that others have locked, as programs do.
    async fn call(&self, tx: &Db, path: &str) -> Result<()> {
        let Some((_, function)) = self.functions.iter().find(|(name, _)| *name == path) else {
            return Ok(()); // the plan has been checked
        };
        tx.batch_execute("SET LOCAL lock_timeout = 0").await?;
        function(tx).await.map_err(|error| Error::function(path, error))
    }
}
