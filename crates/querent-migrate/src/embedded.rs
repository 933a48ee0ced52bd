//! What `project!` compiles into the program.

use std::future::Future;
use std::path::{Path, PathBuf};

use querent_schema::{MigrationName, Source};

use crate::function::{Function, FunctionError, Running};

/// The files of a project, as they were when the program was compiled.
#[derive(Debug)]
pub struct Embedded {
    /// The path of the folder, where the program was compiled.
    pub folder: &'static str,
    /// The path of the file that `project!` is written in; empty where the compiler does not say.
    pub declared: &'static str,
    /// The text of `HEAD`.
    pub head: Option<&'static str>,
    /// The migrations.
    pub files: &'static [File],
    /// The functions that they run, by their paths.
    pub functions: &'static [(&'static str, Function)],
}

/// A migration.
#[derive(Debug)]
pub struct File {
    /// The label of its application.
    pub app: &'static str,
    /// The file's name without the ending.
    pub name: &'static str,
    /// The file's text.
    pub text: &'static str,
}

/// The future of an `async fn(&Db) -> Result<(), E>`.
#[diagnostic::on_unimplemented(
    message = "migrations run an `async fn(&Db) -> Result<(), E>`, and this function is another one",
    label = "a migration in this folder runs it",
    note = "its future is `Send`, and `E` is an error"
)]
pub trait Runs: Send {
    /// The future, whatever its type and that of its error.
    fn run<'a>(self) -> Running<'a>
    where
        Self: 'a;
}

#[diagnostic::do_not_recommend]
impl<F, E> Runs for F
where
    F: Future<Output = Result<(), E>> + Send,
    E: Into<FunctionError>,
{
    fn run<'a>(self) -> Running<'a>
    where
        Self: 'a,
    {
        Box::pin(async { self.await.map_err(Into::into) })
    }
}

/// Runs a function.
pub fn run<'a>(function: impl Runs + 'a) -> Running<'a> {
    function.run()
}

impl Embedded {
    /// The texts.
    pub(crate) fn source(&self) -> Source {
        Source::new(
            self.head,
            self.files.iter().map(|file| (MigrationName::new(file.app, file.name), file.text)),
        )
    }

    /// The path of the file that `project!` is written in, if it is on this machine.
    pub(crate) fn declared(&self) -> Option<PathBuf> {
        Some(Path::new(self.declared)).filter(|path| path.is_file()).map(Path::to_owned)
    }
}
