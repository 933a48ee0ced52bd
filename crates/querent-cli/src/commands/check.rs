//! `check`: whether the files fit together, and whether the models agree with them.

use std::fmt;

use querent_migrate::ddl::{self, Change, Step};
use querent_migrate::querent_schema::{Graph, Migration, Operation, State, Undo};
use serde::Serialize;

use super::missing::{Asked, changes};
use crate::arguments::Answers;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::run::Running;
use crate::style::{CAUTION, GOOD};

/// Replays the migrations without a database, and compares the models with them.
pub(crate) fn run(running: &mut Running<'_, '_>) -> Result<Exit> {
    let graph = running.subject.graph()?;
    let state = replayed(running, &graph)?;
    let models = match running.subject.models()? {
        None => Models::Unknown,
        Some(models) => match changes(&state, &models, &Answers::default(), Asked::Nobody) {
            Ok(changes) if changes.drafts.is_empty() => Models::Same,
            Ok(_) | Err(Failure::Unanswered(_)) => Models::Changed,
            Err(failure) => return Err(failure),
        },
    };
    let exit = if models == Models::Changed { Exit::Changes } else { Exit::Done };
    running.print(&Checked { migrations: graph.plan().count(), apps: graph.apps().len(), models })?;
    Ok(exit)
}

/// The models after all migrations, each operation of which can be written as SQL and run by this program.
fn replayed(running: &Running<'_, '_>, graph: &Graph) -> Result<State> {
    let mut state = State::default();
    for migration in graph.plan() {
        let mut before = state.clone();
        migration.replay(&mut state)?;
        for (index, operation) in migration.operations.iter().enumerate() {
            let mut after = before.clone();
            after.apply(&migration.name.app, operation)?;
            let change = Change { before: &before, after: &after, app: &migration.name.app, operation };
            let place = || place(migration, index, operation);
            let steps = ddl::forwards(&change);
            let steps = steps.map_err(|error| Failure::told(format!("{}: {error}", place())))?;
            let alone = |step: &Step| matches!(step, Step::Sql(statement) if !statement.transaction);
            if migration.atomic && steps.iter().any(alone) {
                return Err(Failure::told(format!(
                    "{}: it cannot run in a transaction, and its migration is one; write `atomic = false` into the file",
                    place()
                )));
            }
            if let Some(path) = unknown_function(running, operation) {
                return Err(Failure::told(format!(
                    "{}: it runs `{path}`, which this program does not have",
                    place()
                )));
            }
            before = after;
        }
    }
    Ok(state)
}

fn place(migration: &Migration, index: usize, operation: &Operation) -> String {
    let (app, name) = (&migration.name.app, &migration.name.name);
    format!("{app}/{name}.toml, operation {} ({})", index + 1, operation.name())
}

/// A function that the program ought to have; a folder alone has none, and nothing to say about it.
fn unknown_function<'o>(running: &Running<'_, '_>, operation: &'o Operation) -> Option<&'o str> {
    let Operation::RunRust { run, reverse } = operation else { return None };
    let functions = running.subject.functions()?;
    let reverse = match reverse {
        Some(Undo::Run(path)) => Some(path),
        Some(Undo::Noop) | None => None,
    };
    let known = |path: &str| functions.iter().any(|(known, _)| *known == path);
    [Some(run), reverse].into_iter().flatten().map(String::as_str).find(|path| !known(path))
}

/// Whether the models are as the migrations leave them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Models {
    Same,
    Changed,
    /// There is no program that has them.
    Unknown,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Checked {
    migrations: usize,
    apps: usize,
    models: Models,
}

impl fmt::Display for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let (migrations, apps) = (counted(self.migrations, "migration"), counted(self.apps, "application"));
        let models = match self.models {
            Models::Same => format!("{GOOD}the models agree with them{GOOD:#}"),
            Models::Changed => {
                format!("{CAUTION}the models have changed since{CAUTION:#}: run `makemigrations`")
            }
            Models::Unknown => "the models are not asked: `manage check` does".to_owned(),
        };
        writeln!(f, "{migrations} of {apps} replay; {models}")
    }
}
