//! The commands of `cargo querent`, which has a folder of migrations and no models.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use querent_migrate::Kind;

use crate::arguments::{Arguments, Command};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::forward::forward;
use crate::manage::{Manage, told};
use crate::report::Format;
use crate::subject::Subject;

/// The folder of the migrations, in that of the project.
const FOLDER: &str = "migrations";

/// All of the program `cargo-querent`.
///
/// What needs the models, or a function of a migration, is handed to the project's own program `manage`.
pub fn cargo_querent() -> ExitCode {
    let mut given: Vec<OsString> = env::args_os().skip(1).collect();
    // Cargo hands the subcommand's own name on.
    if given.first().is_some_and(|first| first == "querent") {
        given.remove(0);
    }
    let mut console = Console::standard();
    let arguments = match parse(&given) {
        Ok(arguments) => arguments,
        Err(error) => return told(&error, &mut console).into(),
    };
    if needs_the_models(&arguments.command) {
        return forward(&given, &mut console);
    }
    let folder = arguments.everywhere.migrations.clone().unwrap_or_else(|| PathBuf::from(FOLDER));
    if !folder.is_dir() {
        console.fail(format_args!(
            "there is no folder `{}` here; go to the project that has it, or write --migrations FOLDER",
            folder.display()
        ));
        return Exit::Failed.into();
    }
    let format = Format::of(&arguments.everywhere);
    match Manage::on(Subject::folder(folder)).attempt(arguments, &mut console) {
        Ok(exit) => exit.into(),
        // It is known before anything is done.
        Err(Failure::Migrate(error)) if error.kind() == Kind::UnknownFunction => {
            forward(&given, &mut console)
        }
        Err(failure) => format.fail(&mut console, &failure).into(),
    }
}

fn parse(given: &[OsString]) -> Result<Arguments, clap::Error> {
    let command = Arguments::command()
        .name("cargo-querent")
        .bin_name("cargo querent")
        .about("Works on a folder of migrations; what needs the models is handed to the project's `manage`")
        .version(env!("CARGO_PKG_VERSION"));
    let name = OsString::from("cargo-querent");
    let matches = command.try_get_matches_from(std::iter::once(&name).chain(given))?;
    Arguments::from_arg_matches(&matches)
}

/// Whether a command compares the models with the migrations.
fn needs_the_models(command: &Command) -> bool {
    matches!(command, Command::MakeMigrations(options) if !options.merge && options.empty.is_none())
}
