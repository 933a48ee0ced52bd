//! `makemigrations`, `migrate` and their kin, for the program that has the models.
//!
//! A project has a program of one line for them, which [`manage`] is all of. `cargo querent` does what needs no models, in
//! any folder with migrations.

mod exit;
mod style;
mod arguments;
mod console;
mod failure;
mod report;
mod database;
mod subject;
mod run;
mod resolve;
mod describe;
mod ask;
mod commands;
mod manage;
mod forward;
mod cargo_querent;

pub use cargo_querent::cargo_querent;
pub use console::Console;
pub use exit::Exit;
pub use manage::{Manage, manage};
pub use subject::Subject;
