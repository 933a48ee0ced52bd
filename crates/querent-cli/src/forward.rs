//! Commands that only the project's own program can do.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::console::Console;
use crate::exit::Exit;

/// Runs the project's program `manage` with the same arguments, and ends as it ends.
///
/// Cargo builds it first, so what it says about the models is said of the sources as they are.
pub(crate) fn forward(arguments: &[OsString], console: &mut Console<'_>) -> ExitCode {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status =
        Command::new(cargo).args(["run", "--quiet", "--bin", "manage", "--"]).args(arguments).status();
    let code = status.as_ref().ok().and_then(|status| status.code());
    match code {
        // Cargo's own code, for a program that it does not find or cannot build.
        None | Some(101) => {
            if let Err(error) = &status {
                console.fail(format_args!("cargo could not be run: {error}"));
            }
            console.tell(
                "this command needs the project's models, which its program `manage` has: see \
                 `src/bin/manage.rs` in the guide of migrations",
            );
            Exit::Failed.into()
        }
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(Exit::Failed.code())),
    }
}
