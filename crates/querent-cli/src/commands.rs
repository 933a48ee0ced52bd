//! The commands.

mod sql_migrate;
mod show_migrations;
mod merge;
mod missing;
mod make_migrations;
mod migrate;
mod check;

use std::future::Future;

use crate::arguments::Command;
use crate::exit::Exit;
use crate::failure::{Failure, Result};
use crate::run::Running;

use make_migrations::check_name;

/// Runs a command.
pub(crate) fn run(running: &mut Running<'_, '_>, command: &Command) -> Result<Exit> {
    match command {
        Command::MakeMigrations(options) => {
            check_name(options.name.as_deref())?;
            let make = if options.merge { merge::run } else { make_migrations::run };
            make(running, options)
        }
        Command::Migrate(options) => block_on(migrate::run(running, options)),
        Command::ShowMigrations(options) => block_on(show_migrations::run(running, options)),
        Command::SqlMigrate(options) => sql_migrate::run(running, options),
        Command::Check => check::run(running),
    }
}

/// Waits for a command that talks to a database.
fn block_on<T>(command: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(|error| Failure::told(format!("no thread could be started: {error}")))?;
    runtime.block_on(command)
}
