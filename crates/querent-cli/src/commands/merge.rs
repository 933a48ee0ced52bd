//! `makemigrations --merge`: branches of an application become one again.

use std::fmt;

use querent_migrate::querent_schema::{
    Commutes, Folder, Graph, Heads, Migration, MigrationName, commute, next_number,
};
use serde::Serialize;

use crate::arguments::MakeMigrations;
use crate::ask::confirm;
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::resolve;
use crate::run::Running;
use crate::style::{CAUTION, GOOD};

/// Writes a migration after the branches of each application that has some, if their order does not matter.
pub(crate) fn run(running: &mut Running<'_, '_>, options: &MakeMigrations) -> Result<Exit> {
    let mut folder = running.subject.on_disk()?;
    // HEAD is not asked: it is what two branches conflict in, and is written anew.
    let graph = Graph::of(folder.source().migrations()?)?;
    let mut report = Report { dry_run: options.dry_run, merged: Vec::new(), head: None };
    for app in apps(&graph, &options.apps)? {
        let heads: Vec<MigrationName> = graph.heads(app).into_iter().cloned().collect();
        if heads.len() < 2 {
            continue;
        }
        let order = commute(&graph, &heads)?;
        if order == Commutes::Models && !options.dry_run {
            confirmed(running.console, &heads)?;
        }
        let migration = joining(app, heads, options.name.as_deref());
        report.merged.push(Merged::of(&migration, order, &folder));
        if !options.dry_run {
            running.subject.write(&mut folder, &migration)?;
        }
    }
    if report.merged.is_empty() && !options.dry_run {
        report.head = repaired(&folder, &graph)?;
    }
    running.print(&report)?;
    Ok(Exit::Done)
}

/// The applications that are named, or all of them.
fn apps<'g>(graph: &'g Graph, named: &'g [String]) -> Result<Vec<&'g str>> {
    if named.is_empty() {
        return Ok(graph.apps().into_iter().collect());
    }
    for app in named {
        resolve::check_app(graph, app)?;
    }
    Ok(named.iter().map(String::as_str).collect())
}

/// Asks whether branches may be joined of which not everything is known. Where nobody can be asked they are, as Django does
/// it, and the report says what to look at.
fn confirmed(console: &mut Console<'_>, heads: &[MigrationName]) -> Result<()> {
    let names: Vec<_> = heads.iter().map(ToString::to_string).collect();
    let question = format!(
        "SQL or a function is among the operations of {}. Are the rows the same, whichever comes first?",
        names.join(" and ")
    );
    if console.can_ask() && !confirm(console, &question)? {
        return Err(Failure::Unanswered(vec![format!(
            "{question}\nIf not, let one of them come after the other by its `after`."
        )]));
    }
    Ok(())
}

/// A migration that does nothing, after all of `heads`.
fn joining(app: &str, heads: Vec<MigrationName>, name: Option<&str>) -> Migration {
    let number = heads.iter().map(|head| next_number(Some(head))).max().unwrap_or(1);
    let name = format!("{number:04}_{}", name.unwrap_or("merge"));
    Migration { name: MigrationName::new(app, name), after: heads, atomic: true, operations: Vec::new() }
}

/// Writes `HEAD` where it does not say what the files say, such as after a conflict; its path.
fn repaired(folder: &Folder, graph: &Graph) -> Result<Option<String>> {
    let right = Heads::of(graph).to_string();
    let path = folder.head_path();
    if graph.check_heads().is_err() || folder.source().graph().is_ok() {
        return Ok(None);
    }
    let written = std::fs::write(&path, right);
    written.map_err(|error| Failure::told(format!("`{}` cannot be written: {error}", path.display())))?;
    Ok(Some(path.display().to_string()))
}

/// What was brought together.
#[derive(Debug, Serialize)]
struct Report {
    dry_run: bool,
    merged: Vec<Merged>,
    /// The path of `HEAD`, where only that was wrong.
    head: Option<String>,
}

#[derive(Debug, Serialize)]
struct Merged {
    migration: String,
    path: String,
    after: Vec<String>,
    /// Whether nothing but known operations is in the branches.
    proven: bool,
}

impl Merged {
    fn of(migration: &Migration, order: Commutes, folder: &Folder) -> Self {
        Merged {
            migration: migration.name.to_string(),
            path: folder.path_of(&migration.name).display().to_string(),
            after: migration.after.iter().map(ToString::to_string).collect(),
            proven: order == Commutes::Proven,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wrote = if self.dry_run { "would write" } else { "wrote" };
        for merged in &self.merged {
            writeln!(f, "{GOOD}{wrote}{GOOD:#} {}", merged.path)?;
            writeln!(f, "  joins {}", merged.after.join(" and "))?;
            if !merged.proven {
                writeln!(
                    f,
                    "  {CAUTION}look at them:{CAUTION:#} SQL or a function is among their operations, and only you know whether \
                     its order matters"
                )?;
            }
        }
        match &self.head {
            Some(path) => writeln!(f, "{GOOD}wrote{GOOD:#} {path}"),
            None if self.merged.is_empty() => writeln!(f, "no branches to join"),
            None => Ok(()),
        }
    }
}
