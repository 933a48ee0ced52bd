//! What is done to a database, step by step.

use std::collections::BTreeMap;

use querent_schema::Index;

/// A step of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A statement, or the statements of a `run_sql`.
    Sql(Statement),
    /// A function of the user's.
    Rust {
        /// Its path in the crate of the migrations: `crate::data::fill_sku`.
        path: String,
    },
}

/// A statement and what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The statement, without a semicolon at its end.
    pub sql: String,
    /// The locks that it takes on tables that were there before the operation, by the names that they had then.
    pub locks: Vec<Lock>,
    /// Whether it runs in a transaction. One that does not is a step for itself, and may end halfway.
    pub transaction: bool,
    /// What it leaves behind, where it runs outside a transaction and is about an index.
    pub index: Option<BuiltIndex>,
}

/// What the catalog says of an index once a statement outside a transaction is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BuiltIndex {
    /// It is there and valid.
    Created {
        /// Its table.
        table: String,
        /// All of it.
        index: Index,
    },
    /// It is gone.
    Dropped {
        /// Its table.
        table: String,
        /// Its name.
        name: String,
    },
}

/// A lock on a table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lock {
    /// The table's name.
    pub table: String,
    /// How much it shuts out.
    pub mode: LockMode,
}

/// How much a lock shuts out, the least first.
///
/// (PostgreSQL manual, "Table-Level Locks".) From [`Share`](LockMode::Share) on it stops writes, and
/// [`AccessExclusive`](LockMode::AccessExclusive) stops reads as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LockMode {
    /// A write of rows.
    RowExclusive,
    /// A comment, or an index that is built while writes go on.
    ShareUpdateExclusive,
    /// An index that is built.
    Share,
    /// A foreign key that is added, on both of its tables.
    ShareRowExclusive,
    /// A table that is altered or dropped.
    AccessExclusive,
}

impl LockMode {
    /// The mode as `LOCK TABLE … IN … MODE` has it: `ACCESS EXCLUSIVE`.
    pub fn as_sql(self) -> &'static str {
        match self {
            LockMode::RowExclusive => "ROW EXCLUSIVE",
            LockMode::ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
            LockMode::Share => "SHARE",
            LockMode::ShareRowExclusive => "SHARE ROW EXCLUSIVE",
            LockMode::AccessExclusive => "ACCESS EXCLUSIVE",
        }
    }
}

impl Statement {
    /// A statement that runs in a transaction and locks nothing.
    pub(super) fn new(sql: impl Into<String>) -> Self {
        Statement { sql: sql.into(), locks: Vec::new(), transaction: true, index: None }
    }
}

/// The statements so far, and the tables that were there before.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) statements: Vec<Statement>,
    /// The names that tables had before, by those that they have afterwards.
    existing: BTreeMap<String, String>,
}

impl Script {
    /// A script for a database with tables, by the names that they get and those that they have.
    pub(super) fn new(existing: impl IntoIterator<Item = (String, String)>) -> Self {
        Script { statements: Vec::new(), existing: existing.into_iter().collect() }
    }

    /// Adds a statement that locks tables, by the names that they have afterwards.
    pub(super) fn push(&mut self, sql: impl Into<String>, locks: &[(&str, LockMode)]) {
        let locks = self.locks(locks);
        self.statements.push(Statement { locks, ..Statement::new(sql) });
    }

    /// Adds a statement that runs outside a transaction.
    pub(super) fn push_alone(
        &mut self,
        sql: impl Into<String>,
        locks: &[(&str, LockMode)],
        index: BuiltIndex,
    ) {
        let locks = self.locks(locks);
        self.statements.push(Statement { sql: sql.into(), locks, transaction: false, index: Some(index) });
    }

    /// The locks on tables that were there before, each table once and with the strongest of its modes.
    fn locks(&self, locks: &[(&str, LockMode)]) -> Vec<Lock> {
        let mut strongest: BTreeMap<&str, LockMode> = BTreeMap::new();
        for (table, mode) in locks {
            let Some(table) = self.existing.get(*table) else { continue };
            let own = strongest.entry(table).or_insert(*mode);
            *own = (*own).max(*mode);
        }
        strongest.into_iter().map(|(table, mode)| Lock { table: table.to_owned(), mode }).collect()
    }
}
