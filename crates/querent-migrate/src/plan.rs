//! What is to be done to a database, before anything is done.

mod choice;
mod planned;
mod script;

pub(crate) use choice::Goal;
pub use planned::{Planned, PlannedOperation};
pub(crate) use planned::{Wanted, Way};

use querent_schema::MigrationName;

use crate::error::Result;
use crate::history::History;

/// What is to be done to a database, in order. Nothing is done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Plan {
    /// The migrations to apply or to undo.
    pub migrations: Vec<Planned>,
    /// The migrations of the program that are applied already.
    pub already: Vec<MigrationName>,
    /// The migrations that are applied or begun, and that the program does not have.
    pub unknown: Vec<MigrationName>,
}

impl Plan {
    /// What leads from what a database has to the goal.
    ///
    /// # Errors
    ///
    /// [`Kind::UnknownMigration`](crate::Kind::UnknownMigration), [`Kind::UnknownFunction`](crate::Kind::UnknownFunction),
    /// [`Kind::NotAtomic`](crate::Kind::NotAtomic), and those of [`ddl`](crate::ddl).
    pub(crate) fn of(history: &History<'_>, wanted: &Wanted<'_>) -> Result<Plan> {
        let known = history
            .graph()
            .plan()
            .map(|migration| &migration.name)
            .filter(|name| !history.unknown().contains(name));
        Ok(Plan {
            migrations: script::write(history, choice::choose(history, wanted.goal)?, wanted)?,
            already: known.filter(|name| history.is_applied(name)).cloned().collect(),
            unknown: history.unknown().to_vec(),
        })
    }
}
