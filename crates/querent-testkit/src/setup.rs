//! What a test asks for.

use querent_migrate::ddl::create_statements;
use querent_migrate::querent::Db;
use querent_migrate::querent::meta::ModelMeta;
use querent_migrate::querent_schema::Operation;
use querent_migrate::{Project, schema_of};

use crate::error::{Error, Kind, Result};

/// How many characters of a refused text are shown.
const SHOWN: usize = 300;

/// What a test asks for: the contents of its database, and its runtime.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The test, as the server shows it beside the connections.
    pub name: &'static str,
    /// The tables that the database has.
    pub tables: Tables,
    /// The statements that are run once the tables are there; each text may hold several.
    pub sql: Vec<&'static str>,
    /// How many threads the runtime has besides the test's own.
    pub worker_threads: usize,
}

/// Where the tables of a test come from.
#[derive(Clone, Debug)]
pub enum Tables {
    /// The migrations of a project, all of them.
    Migrated(&'static Project),
    /// Models that have no migrations, with all that they refer to.
    Models(Vec<&'static ModelMeta>),
}

/// No tables.
impl Default for Tables {
    fn default() -> Self {
        Tables::Models(Vec::new())
    }
}

/// Everything that makes an empty database into the one that is asked for.
pub(crate) struct Contents {
    /// What makes it another database, when it changes.
    pub(crate) key: Vec<String>,
    project: Option<&'static Project>,
    script: Vec<String>,
}

impl Setup {
    /// What is to be in the database.
    pub(crate) fn contents(&self) -> Result<Contents> {
        let failed = |error: querent_migrate::Error| {
            Error::new(Kind::Setup, "the tables of this test make no database").caused_by(error)
        };
        let sql = self.sql.iter().map(|&sql| sql.to_owned());
        match &self.tables {
            Tables::Migrated(project) => {
                let history = history(project).map_err(failed)?;
                let script: Vec<_> = sql.collect();
                let key = history.into_iter().chain(script.iter().cloned()).collect();
                Ok(Contents { key, project: Some(project), script })
            }
            Tables::Models(models) => {
                let tables =
                    schema_of(models).and_then(|schema| create_statements(&schema)).map_err(failed)?;
                let tables = (!tables.is_empty()).then(|| tables.join(";\n"));
                let script: Vec<_> = tables.into_iter().chain(sql).collect();
                Ok(Contents { key: script.clone(), project: None, script })
            }
        }
    }
}

impl Contents {
    /// Whether an empty database is what is asked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.project.is_none() && self.script.is_empty()
    }

    /// Fills an empty database.
    pub(crate) async fn fill(&self, db: &Db) -> Result<()> {
        if let Some(project) = self.project {
            project.migrate(db).await.map_err(|error| {
                Error::new(Kind::Setup, "the migrations of a test's project fail").caused_by(error)
            })?;
        }
        for sql in &self.script {
            db.batch_execute(sql).await.map_err(|error| {
                let message = format!("the SQL of a test's database is refused, `{}`", beginning(sql));
                Error::new(Kind::Setup, message).caused_by(error)
            })?;
        }
        Ok(())
    }
}

/// What makes the tables of a project others than they were.
fn history(project: &Project) -> querent_migrate::Result<Vec<String>> {
    let graph = project.graph()?;
    let mut history = Vec::new();
    for migration in graph.plan() {
        history.extend([migration.name.to_string(), migration.checksum()]);
        if migration.operations.iter().any(|operation| matches!(operation, Operation::RunRust { .. })) {
            history.push(program());
        }
    }
    Ok(history)
}

/// This program, as it was built: no checksum knows the functions that migrations run.
fn program() -> String {
    let path = std::env::current_exe();
    let built = path.as_ref().ok().and_then(|path| path.metadata().ok()?.modified().ok());
    format!("{path:?} {built:?}")
}

/// As much of a text as helps to recognize it.
fn beginning(sql: &str) -> String {
    let text: String = sql.chars().take(SHOWN).collect();
    if text.len() < sql.len() { format!("{text}…") } else { text }
}
