//! A project: its models, and its migrations.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::SystemTime;

use querent::{App, Db};
use querent_schema::{Folder, Graph, Migration, Source};

use crate::embedded::Embedded;
use crate::error::{Error, Result};
use crate::function::Function;
use crate::migrate::Migrate;
use crate::models::state_of;
use crate::target::Target;

/// The applications of a program, and the migrations that were compiled into it: Django's project.
///
/// [`project!`](crate::project!) makes one.
///
/// ```text
/// pub static PROJECT: querent_migrate::Project =
///     querent_migrate::project!(apps: [APP, blog::APP], migrations: "migrations");
/// ```
#[derive(Debug)]
pub struct Project {
    apps: &'static [&'static App],
    embedded: Embedded,
    graph: OnceLock<Graph>,
}

impl Project {
    #[doc(hidden)]
    pub const fn new(apps: &'static [&'static App], embedded: Embedded) -> Self {
        Project { apps, embedded, graph: OnceLock::new() }
    }

    /// The applications.
    pub fn apps(&self) -> &'static [&'static App] {
        self.apps
    }

    /// The texts of the migrations, as they were when the program was compiled.
    pub fn source(&self) -> Source {
        self.embedded.source()
    }

    /// The graph of the migrations that were compiled into the program. It is read once.
    ///
    /// # Errors
    ///
    /// [`Kind::Schema`](crate::Kind::Schema) for a mistake in a file, for migrations that do not fit together, and for a
    /// `HEAD` that does not agree with them.
    pub fn graph(&self) -> Result<&Graph> {
        if let Some(graph) = self.graph.get() {
            return Ok(graph);
        }
        let graph = self.source().graph()?;
        Ok(self.graph.get_or_init(|| graph))
    }

    /// The models of the applications as they are now.
    ///
    /// # Errors
    ///
    /// [`Kind::Model`](crate::Kind::Model) if they do not fit together.
    pub fn state_of_models(&self) -> Result<Target> {
        state_of(self.apps)
    }

    /// A function that a migration runs, by the path that is written there.
    ///
    /// # Errors
    ///
    /// [`Kind::Project`](crate::Kind::Project) if the program was compiled without it, because the file of the migration
    /// could not be read then.
    pub fn function(&self, path: &str) -> Result<Function> {
        let known = self.embedded.functions.iter().find(|(known, _)| *known == path);
        known.map(|(_, function)| *function).ok_or_else(|| {
            Error::project(format!(
                "a migration runs `{path}`, and this program was compiled without it; build it again"
            ))
        })
    }

    /// The functions that the migrations run, by the paths that are written there.
    pub fn functions(&self) -> &'static [(&'static str, Function)] {
        self.embedded.functions
    }

    /// Leads a database to where the migrations are, once it is awaited: at the start of a service, and by `manage migrate`.
    ///
    /// ```no_run
    /// # async fn example(project: &'static querent_migrate::Project) -> Result<(), Box<dyn std::error::Error>> {
    /// use querent_migrate::querent::Db;
    ///
    /// let db = Db::from_env().await?;
    /// project.migrate(&db).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Replicas that start at the same time wait for the one that migrates; see [`Migrate`] for what there is to say besides.
    pub fn migrate<'a>(&'a self, db: &'a Db) -> Migrate<'a> {
        Migrate::new(db, self.graph(), self.embedded.functions)
    }

    /// The folder of the migrations, as it is now: where new ones are written.
    ///
    /// # Errors
    ///
    /// [`Kind::Project`](crate::Kind::Project) where the sources of the program are not: on another machine than the
    /// developer's. [`Kind::Schema`](crate::Kind::Schema) if the folder cannot be read.
    pub fn folder(&self) -> Result<Folder> {
        let path = Path::new(self.embedded.folder);
        if !path.parent().is_some_and(Path::is_dir) {
            return Err(Error::project(format!(
                "the migrations are in `{}`, which is not on this machine: new ones are written where the program is \
                 compiled",
                path.display()
            )));
        }
        Ok(Folder::open(path)?)
    }

    /// Writes a migration into the folder that [`folder`](Project::folder) opened; gives the path of its file.
    ///
    /// The next build has it. Cargo looks at the files that the last build has read, of which none is new when this is the very
    /// first migration: then the file that the project is written in counts as changed.
    ///
    /// # Errors
    ///
    /// Those of [`Folder::write`].
    pub fn write(&self, folder: &mut Folder, migration: &Migration) -> Result<PathBuf> {
        let path = folder.write(migration)?;
        if self.embedded.head.is_none()
            && let Some(declared) = self.embedded.declared()
        {
            // A folder of sources that cannot be written to is no reason to fail: the migration is there.
            let _ = fs::File::options()
                .append(true)
                .open(declared)
                .and_then(|file| file.set_modified(SystemTime::now()));
        }
        Ok(path)
    }
}
