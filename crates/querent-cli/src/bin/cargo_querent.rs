//! `cargo querent`: what can be done with migrations without the program that has the models.

use std::process::ExitCode;

fn main() -> ExitCode {
    querent_cli::cargo_querent()
}
