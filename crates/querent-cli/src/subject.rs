//! What the commands work on.

use std::collections::BTreeSet;
use std::path::PathBuf;

use querent_migrate::querent_schema::{Folder, Graph, Migration};
use querent_migrate::{Function, Project, Target};

use crate::failure::{Failure, Result};

/// What the commands work on: a program's project, or a folder of migrations alone.
#[derive(Clone, Debug)]
pub struct Subject {
    project: Option<&'static Project>,
    folder: Option<PathBuf>,
    models: Option<Target>,
}

/// The models of a program, and its applications, which may have none.
#[derive(Debug)]
pub(crate) struct Models {
    pub(crate) target: Target,
    pub(crate) apps: BTreeSet<String>,
}

impl Subject {
    /// A project: its models, and the migrations that were compiled into the program.
    pub fn of(project: &'static Project) -> Self {
        Subject { project: Some(project), folder: None, models: None }
    }

    /// The migrations of a folder, without the models and functions of a program.
    pub fn folder(path: impl Into<PathBuf>) -> Self {
        Subject { project: None, folder: Some(path.into()), models: None }
    }

    /// The same migrations, read from a folder as it is now.
    #[must_use]
    pub fn in_folder(mut self, path: impl Into<PathBuf>) -> Self {
        self.folder = Some(path.into());
        self
    }

    /// The same migrations, with these models.
    #[must_use]
    pub fn with_models(mut self, models: Target) -> Self {
        self.models = Some(models);
        self
    }

    /// The functions that the migrations run, by their paths, where there is a program to have them.
    pub(crate) fn functions(&self) -> Option<&'static [(&'static str, Function)]> {
        self.project.map(Project::functions)
    }

    /// The models as they are now, where there is a program to have them.
    pub(crate) fn models(&self) -> Result<Option<Models>> {
        let labels = |project: &Project| project.apps().iter().map(|app| app.label().to_owned()).collect();
        match (&self.models, self.project) {
            (Some(target), project) => {
                let own = || target.state.models.keys().map(|model| model.app.clone()).collect();
                Ok(Some(Models { target: target.clone(), apps: project.map_or_else(own, labels) }))
            }
            (None, Some(project)) => {
                Ok(Some(Models { target: project.state_of_models()?, apps: labels(project) }))
            }
            (None, None) => Ok(None),
        }
    }

    /// The graph of the migrations that are applied: those of the folder, or those of the program.
    ///
    /// They can be replayed; a mistake is told with its file, whatever else a command does with them.
    pub(crate) fn graph(&self) -> Result<Graph> {
        let graph = match (&self.folder, self.project) {
            (Some(_), _) => self.on_disk()?.source().graph()?,
            (None, Some(project)) => project.graph()?.clone(),
            (None, None) => return Err(nowhere()),
        };
        graph.state()?;
        Ok(graph)
    }

    /// The folder as it is now.
    pub(crate) fn on_disk(&self) -> Result<Folder> {
        match (&self.folder, self.project) {
            (Some(path), _) => Ok(Folder::open(path)?),
            (None, Some(project)) => Ok(project.folder()?),
            (None, None) => Err(nowhere()),
        }
    }

    /// Writes a migration into the folder; the path of its file.
    pub(crate) fn write(&self, folder: &mut Folder, migration: &Migration) -> Result<PathBuf> {
        match (&self.folder, self.project) {
            (None, Some(project)) => Ok(project.write(folder, migration)?),
            _ => Ok(folder.write(migration)?),
        }
    }
}

fn nowhere() -> Failure {
    Failure::told("there are no migrations here")
}
