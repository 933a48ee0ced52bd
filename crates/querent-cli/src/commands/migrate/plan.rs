//! What would be done to a database.

use std::fmt;

use querent_migrate::ddl::Step;
use querent_migrate::querent_schema::Operation;
use querent_migrate::{Direction, Plan};
use serde::Serialize;

use crate::describe::{self, Line};
use crate::style::{CAUTION, FAINT, HEADING};

/// What would be done to a database, in order.
#[derive(Debug, Serialize)]
pub(super) struct Planned {
    migrations: Vec<Migration>,
    /// The migrations that are applied and that the program does not have.
    unknown: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Migration {
    migration: String,
    direction: &'static str,
    atomic: bool,
    /// How many of its operations are done already: it was interrupted.
    operations_done: usize,
    operations: Vec<PlannedOperation>,
}

#[derive(Debug, Serialize)]
struct PlannedOperation {
    number: usize,
    operation: &'static str,
    text: String,
    /// The locks on tables that are there: `product: ACCESS EXCLUSIVE`.
    locks: Vec<String>,
    #[serde(skip)]
    line: String,
}

impl Planned {
    pub(super) fn of(plan: &Plan) -> Self {
        let migrations = plan.migrations.iter().map(|planned| Migration {
            migration: planned.migration.name.to_string(),
            direction: match planned.direction {
                Direction::Forwards => "apply",
                Direction::Backwards => "unapply",
            },
            atomic: planned.migration.atomic,
            operations_done: match planned.direction {
                Direction::Forwards => planned.operations_done,
                Direction::Backwards => 0,
            },
            operations: operations(planned),
        });
        let unknown = plan.unknown.iter().map(ToString::to_string);
        Planned { migrations: migrations.collect(), unknown: unknown.collect() }
    }
}

fn operations(planned: &querent_migrate::Planned) -> Vec<PlannedOperation> {
    let operation = |own: &querent_migrate::PlannedOperation| {
        let operation: &Operation = &planned.migration.operations[own.place.number - 1];
        PlannedOperation {
            number: own.place.number,
            operation: operation.name(),
            text: describe::text(operation),
            locks: locks(&own.steps),
            line: Line(operation).to_string(),
        }
    };
    planned.operations.iter().map(operation).collect()
}

/// The locks of an operation's statements, each once.
fn locks(steps: &[Step]) -> Vec<String> {
    let mut locks = Vec::new();
    for step in steps {
        let Step::Sql(statement) = step else { continue };
        for lock in &statement.locks {
            let text = format!("{}: {}", lock.table, lock.mode.as_sql());
            if !locks.contains(&text) {
                locks.push(text);
            }
        }
    }
    locks
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.migrations.is_empty() {
            writeln!(f, "{FAINT}nothing to do: the database is there already{FAINT:#}")?;
        }
        for Migration { migration, direction, operations_done, operations, .. } in &self.migrations {
            writeln!(f, "{HEADING}{direction} {migration}{HEADING:#}")?;
            if *operations_done > 0 {
                writeln!(
                    f,
                    "  {CAUTION}it was interrupted: {operations_done} of its operations are done{CAUTION:#}"
                )?;
            }
            let undo = if *direction == "unapply" { "undo: " } else { "" };
            for PlannedOperation { line, locks, .. } in operations {
                write!(f, "  {undo}{line}")?;
                if !locks.is_empty() {
                    write!(f, " {FAINT}[{}]{FAINT:#}", locks.join(", "))?;
                }
                writeln!(f)?;
            }
        }
        if !self.unknown.is_empty() {
            writeln!(f, "{CAUTION}the database is ahead:{CAUTION:#} it has {}", self.unknown.join(", "))?;
        }
        Ok(())
    }
}
