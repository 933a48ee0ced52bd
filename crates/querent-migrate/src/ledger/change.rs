//! What becomes of a migration's row.

use querent::Db;
use querent_schema::Migration;
use tokio_postgres::types::ToSql;

use super::table::{Ledger, State};
use crate::error::{Error, Kind, Result};
use crate::session;

/// What wrote the row.
const TOOL: &str = concat!("querent ", env!("CARGO_PKG_VERSION"));

/// What becomes of a migration's row. Each goes with the operations of its transaction, or does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// All of it is applied in this transaction.
    Apply,
    /// It is said to be applied, and nothing is done.
    Fake,
    /// It is begun, and none of its operations is in effect.
    Begin,
    /// It is begun to be undone, and all of its operations are in effect.
    Reopen,
    /// So many of its operations were in effect, and now one more or one less.
    Step {
        /// How many there were.
        from: usize,
        /// How many there are.
        to: usize,
    },
    /// All of its operations are in effect.
    Finish,
    /// None of its operations is in effect any more.
    Forget,
}

impl Ledger {
    /// Changes a migration's row.
    ///
    /// # Errors
    ///
    /// [`Kind::LockLost`] if the row is not as it was read: somebody else migrates at the same time.
    pub(crate) async fn change(&self, tx: &Db, migration: &Migration, change: Change) -> Result<()> {
        let operations = migration.operations.len();
        let changed = match change {
            Change::Apply => self.insert(tx, migration, (State::Applied, operations, false)).await?,
            Change::Fake => {
                self.delete(tx, migration).await?; // one that was begun
                self.insert(tx, migration, (State::Applied, operations, true)).await?
            }
            Change::Begin => self.insert(tx, migration, (State::Running, 0, false)).await?,
            Change::Reopen => {
                self.update(tx, migration, "state = 'running', finished_at = NULL", "state = 'applied'")
                    .await?
            }
            Change::Step { from, to } => {
                let (set, condition) =
                    (format!("steps_done = {to}"), format!("state = 'running' AND steps_done = {from}"));
                self.update(tx, migration, &set, &condition).await?
            }
            Change::Finish => {
                let condition = format!("state = 'running' AND steps_done = {operations}");
                let set = "state = 'applied', finished_at = clock_timestamp()";
                self.update(tx, migration, set, &condition).await?
            }
            Change::Forget => self.delete(tx, migration).await?,
        };
        match changed {
            1 => Ok(()),
            _ => Err(Error::new(
                Kind::LockLost,
                format!("what the database says of {} was changed while it was migrated", migration.name),
            )),
        }
    }

    /// Notes when a migration that is applied in this transaction has ended.
    pub(crate) async fn stamp(&self, tx: &Db, migration: &Migration) -> Result<()> {
        self.update(tx, migration, "finished_at = clock_timestamp()", "true").await?;
        Ok(())
    }

    async fn insert(
        &self,
        tx: &Db,
        migration: &Migration,
        (state, steps_done, faked): (State, usize, bool),
    ) -> Result<u64> {
        let sql = format!(
            "INSERT INTO {} (app, name, checksum, state, steps_done, file, faked, tool) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
            self.table
        );
        let (app, name) = (&migration.name.app, &migration.name.name);
        let (checksum, file) = (migration.checksum(), migration.to_toml());
        let values: [&(dyn ToSql + Sync); 8] =
            [app, name, &checksum, &state.as_sql(), &(steps_done as i32), &file, &faked, &TOOL];
        Ok(session::changed(tx, &sql, &values).await?)
    }

    async fn update(&self, tx: &Db, migration: &Migration, set: &str, condition: &str) -> Result<u64> {
        let sql = format!("UPDATE {} SET {set} WHERE app = $1 AND name = $2 AND {condition}", self.table);
        Ok(session::changed(tx, &sql, &[&migration.name.app, &migration.name.name]).await?)
    }

    async fn delete(&self, tx: &Db, migration: &Migration) -> Result<u64> {
        let sql = format!("DELETE FROM {} WHERE app = $1 AND name = $2", self.table);
        Ok(session::changed(tx, &sql, &[&migration.name.app, &migration.name.name]).await?)
    }
}
