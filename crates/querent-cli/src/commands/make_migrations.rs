//! `makemigrations`: migrations for what changed in the models.

mod report;
mod empty;

use std::collections::BTreeSet;

use querent_migrate::detect::{lead_to, named};
use querent_migrate::querent_schema::{Graph, Migration};

use super::missing::{Asked, changes};
use crate::arguments::MakeMigrations;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::run::Running;
use crate::subject::Models;
use report::Report;

/// The name of a migration that says nothing of itself.
const OTHERWISE: &str = "changes";

/// Writes migrations for what changed, or says what is missing.
pub(crate) fn run(running: &mut Running<'_, '_>, options: &MakeMigrations) -> Result<Exit> {
    let mut folder = running.subject.on_disk()?;
    let graph = folder.source().graph()?;
    if let Some(app) = &options.empty {
        return empty::run(running, &mut folder, &graph, app, options);
    }
    let Some(models) = running.subject.models()? else {
        return Err(Failure::told("the models are in the project's own program: `cargo run --bin manage`"));
    };
    let asked = if options.check { Asked::Nobody } else { Asked::Console(running.console) };
    let changes = match changes(&graph.state()?, &models, &options.answers, asked) {
        // That something is missing is known, whatever it is called.
        Err(failure @ Failure::Unanswered(_)) if options.check => {
            running.format.fail(running.console, &failure);
            return Ok(Exit::Changes);
        }
        changes => changes?,
    };
    for warning in &changes.warnings {
        running.console.warn(warning);
    }
    let migrations = named(&changes.drafts, &graph, options.name.as_deref(), OTHERWISE)?;
    lead_to(&graph, &migrations, &models.target.state)?;
    let migrations = chosen(migrations, &options.apps, &graph, &models)?;
    let mut report = Report::of(&migrations, &folder, options);
    if report.written {
        for (written, migration) in report.migrations.iter_mut().zip(&migrations) {
            written.path = running.subject.write(&mut folder, migration)?.display().to_string();
        }
    }
    running.print(&report)?;
    Ok(if options.check && !migrations.is_empty() { Exit::Changes } else { Exit::Done })
}

/// The migrations of the applications that are named, and those that they come after; all, if none is named.
fn chosen(
    migrations: Vec<Migration>,
    named: &[String],
    graph: &Graph,
    models: &Models,
) -> Result<Vec<Migration>> {
    let known: BTreeSet<&str> =
        graph.apps().into_iter().chain(models.apps.iter().map(String::as_str)).collect();
    if let Some(app) = named.iter().find(|app| !known.contains(app.as_str())) {
        let known: Vec<_> = known.into_iter().collect();
        let message = format!("there is no application `{app}`; there are: {}", known.join(", "));
        return Err(Failure::told(message));
    }
    if named.is_empty() {
        return Ok(migrations);
    }
    let mut wanted: BTreeSet<String> = named.iter().cloned().collect();
    // What a migration comes after stands before it.
    for migration in migrations.iter().rev() {
        if wanted.contains(&migration.name.app) {
            wanted.extend(migration.after.iter().map(|parent| parent.app.clone()));
        }
    }
    Ok(migrations.into_iter().filter(|migration| wanted.contains(&migration.name.app)).collect())
}

/// Whether a file can be called so.
pub(super) fn check_name(name: Option<&str>) -> Result<()> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    match name {
        Some(name) if name.is_empty() || !name.chars().all(is_plain) => Err(Failure::told(format!(
            "`{name}` is no name of a migration: write letters, digits and underscores"
        ))),
        _ => Ok(()),
    }
}
