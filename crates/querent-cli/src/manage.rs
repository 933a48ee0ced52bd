//! The commands of a program that has the models.

use std::error::Error;
use std::ffi::OsString;
use std::future::Future;
use std::process::ExitCode;

use clap::Parser;
use querent_migrate::Project;

use crate::arguments::Arguments;
use crate::commands;
use crate::console::Console;
use crate::database::Database;
use crate::exit::Exit;
use crate::failure::Result;
use crate::report::Format;
use crate::run::Running;
use crate::subject::Subject;

/// Does what the command line of this process says: all of a `src/bin/manage.rs`.
///
/// ```no_run
/// # mod shop {
/// #     querent_migrate::querent::app!(pub APP = "shop");
/// #     pub static PROJECT: querent_migrate::Project =
/// #         querent_migrate::project!(apps: [APP], migrations: "migrations");
/// # }
/// fn main() -> std::process::ExitCode {
///     querent_cli::manage(&shop::PROJECT)
/// }
/// ```
///
/// The commands are `makemigrations`, `migrate`, `showmigrations`, `sqlmigrate` and `check`; `--help` says what each takes.
/// The database is that of `DATABASE_URL` or `--database-url`.
pub fn manage(project: &'static Project) -> ExitCode {
    Manage::of(project).run()
}

/// The commands, for a project that has more to say than [`manage`] asks for.
///
/// Tests run them on a folder and with models of their own.
///
/// ```
/// use querent_cli::{Console, Exit, Manage, Subject};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join("querent_cli_example");
/// let mut shown = Vec::new();
/// let mut console = Console::plain(&mut shown, std::io::sink());
/// let exit = Manage::on(Subject::folder(folder)).run_with(["showmigrations"], &mut console);
/// assert_eq!(exit, Exit::Done);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Manage {
    subject: Subject,
    database: Database,
}

impl Manage {
    /// The commands for a project.
    pub fn of(project: &'static Project) -> Self {
        Manage::on(Subject::of(project))
    }

    /// The commands for any subject.
    pub fn on(subject: Subject) -> Self {
        Manage { subject, database: Database::default() }
    }

    /// Says where the database is when nobody names one: that of a developer.
    ///
    /// ```no_run
    /// # fn example(project: &'static querent_migrate::Project) -> std::process::ExitCode {
    /// use querent_cli::Manage;
    ///
    /// let local = async || Ok::<_, std::env::VarError>(format!("postgres://localhost/{}", std::env::var("USER")?));
    /// Manage::of(project).database(local).run()
    /// # }
    /// ```
    #[must_use]
    pub fn database<F, E>(mut self, find: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<String, E>> + 'static,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.database = self.database.or_found(find);
        self
    }

    /// Does what the command line of this process says.
    pub fn run(self) -> ExitCode {
        self.run_with(std::env::args_os().skip(1), &mut Console::standard()).into()
    }

    /// Does what these arguments say. It makes a runtime of its own, so it is not for use inside another one.
    pub fn run_with(
        self,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
        console: &mut Console<'_>,
    ) -> Exit {
        let name = OsString::from("manage");
        let arguments = std::iter::once(name).chain(arguments.into_iter().map(Into::into));
        match Arguments::try_parse_from(arguments) {
            Ok(arguments) => self.run_parsed(arguments, console),
            Err(error) => told(&error, console),
        }
    }

    /// Does what was understood of a command line, and tells what failed.
    fn run_parsed(self, arguments: Arguments, console: &mut Console<'_>) -> Exit {
        let format = Format::of(&arguments.everywhere);
        match self.attempt(arguments, console) {
            Ok(exit) => exit,
            Err(failure) => format.fail(console, &failure),
        }
    }

    /// Does what was understood of a command line.
    pub(crate) fn attempt(self, arguments: Arguments, console: &mut Console<'_>) -> Result<Exit> {
        let Arguments { command, everywhere } = arguments;
        let format = Format::of(&everywhere);
        let database = self.database.given(everywhere.address());
        let subject = match everywhere.migrations {
            Some(folder) => self.subject.in_folder(folder),
            None => self.subject,
        };
        commands::run(&mut Running { subject: &subject, database: &database, console, format }, &command)
    }
}

/// The help, or what is wrong with the arguments. Clap's own exit code for the latter would say that there are changes.
pub(crate) fn told(error: &clap::Error, console: &mut Console<'_>) -> Exit {
    let text = error.render();
    match error.use_stderr() {
        true => {
            console.tell(format_args!("{}", text.ansi().to_string().trim_end()));
            Exit::Failed
        }
        false => match console.print(text.ansi()) {
            Ok(()) => Exit::Done,
            Err(_) => Exit::Failed,
        },
    }
}
