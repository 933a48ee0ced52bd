//! `migrate`: the database is led to where the migrations are.

mod plan;
mod progress;

use std::fmt;
use std::future::IntoFuture;
use std::pin::pin;

use querent_migrate::Migrate;
use querent_migrate::querent::Db;
use querent_migrate::querent_schema::{Graph, MigrationName};
use serde::Serialize;
use tokio::sync::mpsc;

use crate::arguments;
use crate::exit::Exit;
use crate::failure::Result;
use crate::resolve;
use crate::run::Running;
use crate::style::{CAUTION, FAINT};
use plan::Planned;
use progress::Progress;

/// Applies and takes back migrations, or says what would be done.
pub(crate) async fn run(running: &mut Running<'_, '_>, options: &arguments::Migrate) -> Result<Exit> {
    let graph = running.subject.graph()?;
    let goal = Goal::of(&graph, options)?;
    let db = running.database.connect().await?;
    let migrate = || prepared(running, &db, &graph, &goal, options);
    if options.plan || options.check {
        let plan = migrate().plan().await?;
        running.print(&Planned::of(&plan))?;
        let pending = !plan.migrations.is_empty();
        return Ok(if options.check && pending { Exit::Changes } else { Exit::Done });
    }
    let (tell, mut told) = mpsc::unbounded_channel();
    let migrate = migrate().progress(move |event| {
        // Nobody listens any more once it is done.
        let _ = tell.send(event.clone());
    });
    let mut progress = Progress::new(running.format);
    let mut migrating = pin!(migrate.into_future());
    let result = loop {
        tokio::select! {
            biased;
            Some(event) = told.recv() => progress.show(running.console, &event),
            result = &mut migrating => break result,
        }
    };
    while let Ok(event) = told.try_recv() {
        progress.show(running.console, &event);
    }
    progress.end(running.console);
    let report = result?;
    running.print(&Done {
        fake: options.fake,
        applied: texts(&report.applied),
        unapplied: texts(&report.unapplied),
        unknown: texts(&report.unknown),
    })?;
    Ok(Exit::Done)
}

/// Where the database is to be led.
enum Goal {
    Heads,
    App(String),
    Migration(MigrationName),
    Zero(String),
}

impl Goal {
    fn of(graph: &Graph, options: &arguments::Migrate) -> Result<Goal> {
        let Some(app) = &options.app else { return Ok(Goal::Heads) };
        resolve::check_app(graph, app)?;
        Ok(match options.migration.as_deref() {
            None => Goal::App(app.clone()),
            Some("zero") => Goal::Zero(app.clone()),
            Some(name) => Goal::Migration(resolve::migration(graph, app, name)?.name.clone()),
        })
    }
}

fn prepared<'a>(
    running: &Running<'_, '_>,
    db: &'a Db,
    graph: &'a Graph,
    goal: &Goal,
    options: &arguments::Migrate,
) -> Migrate<'a> {
    let migrate = Migrate::new(db, Ok(graph), running.subject.functions().unwrap_or_default());
    let migrate = match goal {
        Goal::Heads => migrate,
        Goal::App(app) => migrate.to(app.clone()),
        Goal::Migration(name) => migrate.to(name.to_string()),
        Goal::Zero(app) => migrate.to_zero(app.clone()),
    };
    let migrate = if options.no_wait { migrate.no_wait() } else { migrate.wait(options.wait) };
    if options.fake { migrate.fake() } else { migrate }
}

/// What was done.
#[derive(Debug, Serialize)]
struct Done {
    fake: bool,
    applied: Vec<String>,
    unapplied: Vec<String>,
    unknown: Vec<String>,
}

fn texts(names: &[MigrationName]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

/// What the lines of the progress have not told.
impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.applied.is_empty() && self.unapplied.is_empty() {
            writeln!(f, "{FAINT}nothing to do: the database is there already{FAINT:#}")?;
        }
        if !self.unknown.is_empty() {
            writeln!(
                f,
                "{CAUTION}the database is ahead:{CAUTION:#} it has {}, which this program does not have and can work with",
                self.unknown.join(", ")
            )?;
        }
        Ok(())
    }
}
