//! The shop's migrations, by hand: `cargo manage makemigrations`, `cargo manage migrate`.

use std::process::ExitCode;

use querent_cli::Manage;
use querent_testkit::dev_database;

fn main() -> ExitCode {
    Manage::of(&shop::PROJECT).database(|| dev_database("shop")).run()
}
