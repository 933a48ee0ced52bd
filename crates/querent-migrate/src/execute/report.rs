//! What was done.

use querent_schema::MigrationName;

/// What was done to a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The migrations that were applied, in order.
    pub applied: Vec<MigrationName>,
    /// The migrations that were undone, in order.
    pub unapplied: Vec<MigrationName>,
    /// The migrations that were applied already.
    pub already: Vec<MigrationName>,
    /// The migrations that are applied or begun, and that the program does not have. It can work with what they have changed.
    pub unknown: Vec<MigrationName>,
}

impl Report {
    /// How many migrations were applied or undone.
    pub(super) fn done(&self) -> usize {
        self.applied.len() + self.unapplied.len()
    }
}
