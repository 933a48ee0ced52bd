//! What the database has applied, compared with what the program has.

mod ahead;

use std::collections::BTreeMap;

use querent_schema::{Graph, Migration, MigrationName};

use crate::error::{Error, Kind, Result};
use crate::ledger::{Row, State};

/// The migrations of a program together with what a database says of them.
#[derive(Debug)]
pub(crate) struct History<'a> {
    own: &'a Graph,
    /// The program's migrations, and those that only the database knows.
    union: Option<Graph>,
    rows: BTreeMap<MigrationName, Row>,
    unknown: Vec<MigrationName>,
}

impl<'a> History<'a> {
    /// Compares them.
    ///
    /// # Errors
    ///
    /// [`Kind::Edited`], [`Kind::InconsistentHistory`] and [`Kind::Ahead`].
    pub(crate) fn of(own: &'a Graph, rows: Vec<Row>) -> Result<History<'a>> {
        let rows: BTreeMap<_, _> = rows.into_iter().map(|row| (row.name.clone(), row)).collect();
        let known: BTreeMap<_, _> = own.plan().map(|migration| (&migration.name, migration)).collect();
        for (name, row) in &rows {
            if let Some(migration) = known.get(name) {
                check_file(migration, row)?;
            }
        }
        let unknown: Vec<_> = rows.values().filter(|row| !known.contains_key(&row.name)).collect();
        let union = ahead::union(own, &unknown)?;
        if let Some(union) = &union {
            ahead::judge(own, union, &unknown)?;
        }
        let unknown = unknown.iter().map(|row| row.name.clone()).collect();
        let history = History { own, union, rows, unknown };
        history.check_order()?;
        Ok(history)
    }

    /// All migrations, the program's and the database's.
    pub(crate) fn graph(&self) -> &Graph {
        self.union.as_ref().unwrap_or(self.own)
    }

    /// The migrations that are applied or begun, and that the program does not have.
    pub(crate) fn unknown(&self) -> &[MigrationName] {
        &self.unknown
    }

    /// What the database says of a migration.
    pub(crate) fn row(&self, name: &MigrationName) -> Option<&Row> {
        self.rows.get(name)
    }

    pub(crate) fn is_applied(&self, name: &MigrationName) -> bool {
        self.row(name).is_some_and(|row| row.state == State::Applied)
    }

    /// How many of a migration's operations are in effect.
    pub(crate) fn operations_done(&self, migration: &Migration) -> usize {
        match self.row(&migration.name) {
            None => 0,
            Some(Row { state: State::Applied, .. }) => migration.operations.len(),
            Some(row) => row.steps_done.min(migration.operations.len()),
        }
    }

    /// Whether each migration that is applied or begun has all that it comes after.
    fn check_order(&self) -> Result<()> {
        for migration in self.graph().plan() {
            if self.row(&migration.name).is_none() {
                continue;
            }
            if let Some(parent) = migration.after.iter().find(|parent| !self.is_applied(parent)) {
                return Err(Error::new(
                    Kind::InconsistentHistory,
                    format!(
                        "{} is applied, and {parent}, which it comes after, is not; was a migration put before it after it was \
                         applied? Take `{parent}` out of its `after`, or undo it first",
                        migration.name
                    ),
                ));
            }
        }
        Ok(())
    }
}

fn check_file(migration: &Migration, row: &Row) -> Result<()> {
    let checksum = migration.checksum();
    if checksum == row.checksum {
        return Ok(());
    }
    let (name, done) = (
        &migration.name,
        match row.state {
            State::Applied => "applied",
            State::Running => "begun",
        },
    );
    Err(Error::new(
        Kind::Edited,
        format!(
            "{name} was {done} and its file was changed since: its checksum is {} in the database and {checksum} in the file \
             {}/{}.toml; give the file back its old contents, and write a new migration for what is to change",
            row.checksum, name.app, name.name
        ),
    ))
}
