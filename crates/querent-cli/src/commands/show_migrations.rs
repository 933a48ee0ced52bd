//! `showmigrations`: the migrations, and whether they are applied.

use std::collections::BTreeSet;
use std::fmt;

use querent_migrate::Migrate;
use querent_migrate::querent_schema::{Graph, MigrationName};
use serde::Serialize;

use crate::arguments::ShowMigrations;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::resolve;
use crate::run::Running;
use crate::style::{CAUTION, FAINT, GOOD, HEADING};

/// Lists the migrations of each application.
///
/// Without a database the list is there all the same: that is what somebody who looks at files wants. A database that is
/// named and does not answer makes it a failure, so that no script takes the list for an answer.
pub(crate) async fn run(running: &mut Running<'_, '_>, options: &ShowMigrations) -> Result<Exit> {
    let graph = running.subject.graph()?;
    for app in &options.apps {
        resolve::check_app(&graph, app)?;
    }
    let (ledger, exit) = match ledger(running, &graph).await {
        Ok(ledger) => (Some(ledger), Exit::Done),
        Err(Failure::NoDatabase) => {
            running.console.warn(Failure::NoDatabase);
            (None, Exit::Done)
        }
        Err(failure) => {
            running.console.fail(&failure);
            (None, failure.exit())
        }
    };
    let apps: BTreeSet<&str> = match options.apps.is_empty() {
        true => graph.apps(),
        false => options.apps.iter().map(String::as_str).collect(),
    };
    let listed = apps.into_iter().map(|app| Listed::of(app, &graph, ledger.as_ref()));
    running.print(&List { apps: listed.collect() })?;
    Ok(exit)
}

/// What a database says of the migrations.
struct Ledger {
    applied: BTreeSet<MigrationName>,
    begun: BTreeSet<MigrationName>,
    unknown: Vec<MigrationName>,
}

async fn ledger(running: &Running<'_, '_>, graph: &Graph) -> Result<Ledger> {
    let db = running.database.connect().await?;
    // What a migration takes is of no matter here, and so the program need not have the functions that it runs.
    let plan = Migrate::new(&db, Ok(graph), &[]).fake().plan().await?;
    let begun = plan.migrations.iter().filter(|planned| planned.operations_done > 0);
    Ok(Ledger {
        applied: plan.already.iter().cloned().collect(),
        begun: begun.map(|planned| planned.migration.name.clone()).collect(),
        unknown: plan.unknown,
    })
}

/// Whether a migration is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    Applied,
    /// Some of its operations are: it was interrupted.
    Begun,
    Pending,
    /// No database says.
    Unknown,
}

/// The migrations of each application.
#[derive(Debug, Serialize)]
struct List {
    apps: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
    app: String,
    migrations: Vec<Entry>,
    /// The migrations that are applied and that have no file here.
    without_file: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    state: Standing,
}

impl Listed {
    fn of(app: &str, graph: &Graph, ledger: Option<&Ledger>) -> Self {
        let standing = |name: &MigrationName| match ledger {
            None => Standing::Unknown,
            Some(ledger) if ledger.applied.contains(name) => Standing::Applied,
            Some(ledger) if ledger.begun.contains(name) => Standing::Begun,
            Some(_) => Standing::Pending,
        };
        let own = graph.plan().filter(|migration| migration.name.app == app);
        let entry = |name: &MigrationName| Entry { name: name.name.clone(), state: standing(name) };
        let unknown = ledger.map(|ledger| ledger.unknown.as_slice()).unwrap_or_default();
        let unknown = unknown.iter().filter(|name| name.app == app);
        Listed {
            app: app.to_owned(),
            migrations: own.map(|migration| entry(&migration.name)).collect(),
            without_file: unknown.map(|name| name.name.clone()).collect(),
        }
    }
}

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.apps.is_empty() {
            return writeln!(f, "{FAINT}there are no migrations{FAINT:#}");
        }
        for Listed { app, migrations, without_file } in &self.apps {
            writeln!(f, "{HEADING}{app}{HEADING:#}")?;
            for Entry { name, state } in migrations {
                match state {
                    Standing::Applied => writeln!(f, " {GOOD}[X]{GOOD:#} {name}")?,
                    Standing::Begun => writeln!(f, " {CAUTION}[~]{CAUTION:#} {name} (interrupted)")?,
                    Standing::Pending => writeln!(f, " [ ] {name}")?,
                    Standing::Unknown => writeln!(f, " [?] {name}")?,
                }
            }
            for name in without_file {
                writeln!(f, " {CAUTION}[X]{CAUTION:#} {name} (there is no file)")?;
            }
        }
        Ok(())
    }
}
