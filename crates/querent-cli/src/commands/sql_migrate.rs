//! `sqlmigrate`: the SQL of a migration.

use std::fmt;

use querent_migrate::ddl::{self, Change, Step};
use querent_migrate::querent_schema::{Graph, Migration};
use serde::Serialize;

use crate::arguments::SqlMigrate;
use crate::describe;
use crate::exit::Exit;
use crate::failure::Result;
use crate::resolve;
use crate::run::Running;

/// Prints the statements of a migration, in the order in which they are run.
pub(crate) fn run(running: &mut Running<'_, '_>, options: &SqlMigrate) -> Result<Exit> {
    let graph = running.subject.graph()?;
    let migration = resolve::migration(&graph, &options.app, &options.migration)?;
    let direction = if options.backwards { Direction::Backwards } else { Direction::Forwards };
    running.print(&script(&graph, migration, direction)?)?;
    Ok(Exit::Done)
}

/// Whether the migration is applied or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forwards,
    Backwards,
}

/// The SQL of a migration.
#[derive(Debug, Serialize)]
struct Script {
    migration: String,
    atomic: bool,
    operations: Vec<Part>,
}

/// The SQL of an operation.
#[derive(Debug, Serialize)]
struct Part {
    operation: &'static str,
    text: String,
    steps: Vec<Written>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Sql(String),
    Rust(String),
}

fn script(graph: &Graph, migration: &Migration, direction: Direction) -> Result<Script> {
    let app = migration.name.app.as_str();
    let mut before = graph.state_before(&migration.name)?;
    let mut operations = Vec::new();
    for operation in &migration.operations {
        let mut after = before.clone();
        after.apply(app, operation)?;
        let change = Change { before: &before, after: &after, app, operation };
        let steps = match direction {
            Direction::Forwards => ddl::forwards(&change)?,
            Direction::Backwards => ddl::backwards(&change)?,
        };
        let steps = steps.into_iter().map(|step| match step {
            Step::Sql(statement) => Written::Sql(statement.sql),
            Step::Rust { path } => Written::Rust(path),
        });
        let (operation, text) = (operation.name(), describe::text(operation));
        operations.push(Part { operation, text, steps: steps.collect() });
        before = after;
    }
    if direction == Direction::Backwards {
        operations.reverse();
    }
    Ok(Script { migration: migration.name.to_string(), atomic: migration.atomic, operations })
}

/// SQL with a semicolon after it, which no comment in its last line takes in.
fn ended(sql: &str) -> String {
    let sql = sql.trim_end().trim_end_matches(';');
    let commented = sql.lines().next_back().is_some_and(|line| line.contains("--"));
    if commented { format!("{sql}\n;") } else { format!("{sql};") }
}

/// A text that `psql` takes.
impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.atomic {
            writeln!(f, "BEGIN;")?;
        }
        for Part { text, steps, .. } in &self.operations {
            writeln!(f, "--\n-- {text}\n--")?;
            if steps.is_empty() {
                writeln!(f, "-- (no SQL)")?;
            }
            for step in steps {
                match step {
                    Written::Sql(sql) => writeln!(f, "{}", ended(sql))?,
                    Written::Rust(path) => writeln!(f, "-- rust: {path}")?,
                }
            }
        }
        if self.atomic { writeln!(f, "COMMIT;") } else { Ok(()) }
    }
}
