//! Which migrations are to be applied or undone.

use std::collections::BTreeSet;

use querent_schema::{Migration, MigrationName};

use crate::error::{Error, Kind, Result};
use crate::event::Direction;
use crate::history::History;

/// Where a database is to be led.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Goal {
    /// To the newest migration of each application.
    #[default]
    Heads,
    /// To a migration, `shop.0001_initial`, or to the newest one of an application, `shop`.
    To(String),
    /// To the time before the first migration of an application.
    Zero(String),
}

/// Migrations to apply or to undo, in order.
#[derive(Debug)]
pub(super) struct Choice<'h> {
    pub(super) direction: Direction,
    pub(super) migrations: Vec<&'h Migration>,
}

pub(super) fn choose<'h>(history: &'h History<'_>, goal: &Goal) -> Result<Choice<'h>> {
    let graph = history.graph();
    match goal {
        Goal::Heads => Ok(forwards(history, graph.plan())),
        Goal::To(app) if graph.apps().contains(app.as_str()) => {
            let heads: Vec<_> = graph.heads(app).into_iter().cloned().collect();
            Ok(forwards(history, graph.forwards(&heads)?))
        }
        Goal::To(text) => {
            let target: MigrationName = text.parse()?;
            let before = graph.forwards(std::slice::from_ref(&target)).map_err(unknown)?;
            match history.is_applied(&target) {
                false => Ok(forwards(history, before)),
                true => {
                    let later = graph.backwards(&target)?.into_iter().map(|migration| &migration.name);
                    backwards(history, later.filter(|name| name.app == target.app && **name != target))
                }
            }
        }
        Goal::Zero(app) if graph.apps().contains(app.as_str()) => {
            backwards(history, graph.plan().map(|migration| &migration.name).filter(|name| name.app == *app))
        }
        Goal::Zero(app) => Err(Error::new(
            Kind::UnknownMigration,
            format!("there is no application `{app}` that has migrations"),
        )),
    }
}

/// Those that are not applied. One that the program does not have is left to the program that has begun it.
fn forwards<'h>(history: &History<'_>, wanted: impl IntoIterator<Item = &'h Migration>) -> Choice<'h> {
    let left = wanted.into_iter().filter(|migration| {
        !history.is_applied(&migration.name) && !history.unknown().contains(&migration.name)
    });
    Choice { direction: Direction::Forwards, migrations: left.collect() }
}

/// These and all that come after them, as far as they are applied or begun: the last one first.
fn backwards<'h>(
    history: &'h History<'_>,
    targets: impl Iterator<Item = &'h MigrationName>,
) -> Result<Choice<'h>> {
    let mut undone = BTreeSet::new();
    for target in targets {
        undone.extend(history.graph().backwards(target)?.into_iter().map(|migration| &migration.name));
    }
    let there =
        |migration: &&Migration| undone.contains(&migration.name) && history.row(&migration.name).is_some();
    let migrations = history.graph().plan().rev().filter(there).collect();
    Ok(Choice { direction: Direction::Backwards, migrations })
}

fn unknown(error: querent_schema::Error) -> Error {
    Error::new(Kind::UnknownMigration, error.to_string())
}
