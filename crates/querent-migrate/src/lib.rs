//! Migrations for Querent: from the models to the tables of a database.
//!
//! [`project!`] makes a [`Project`] of a program's applications and of the files of its migrations, which it embeds in the
//! program. [`Project::migrate`] applies what a database lacks of them, any number of processes at a time.
//! [`historical!`] gives data migrations the models as they were at one point of the migrations, typed.
//!
//! ```no_run
//! # mod shop {
//! #     querent_migrate::querent::app!(pub APP = "shop");
//! #     pub static PROJECT: querent_migrate::Project =
//! #         querent_migrate::project!(apps: [APP], migrations: "migrations");
//! # }
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let db = querent_migrate::querent::Db::from_env().await?;
//! let report = shop::PROJECT.migrate(&db).await?;
//! # Ok(())
//! # }
//! ```
//!
//! The files are written by `makemigrations`, a command of the crate `querent-cli`; `docs/migrations.md` in the repository is a
//! guide to all of it.

mod function;
mod error;
mod event;
pub mod ddl;
mod target;
pub mod detect;
mod models;
mod create;
mod chance;
mod session;
mod lock;
mod ledger;
mod history;
mod plan;
mod options;
mod execute;
mod migrate;
mod embedded;
#[doc(hidden)]
pub mod codegen;
mod project;

pub use create::create_tables;
pub use error::{Error, Kind, Result};
pub use event::{Direction, Event, IndexProgress, Place};
pub use execute::Report;
pub use function::{Function, FunctionError, Running};
pub use migrate::Migrate;
pub use models::{schema_of, state_of};
pub use plan::{Plan, Planned, PlannedOperation};
pub use project::Project;
pub use querent::codegen::{historical, project};
pub use querent_schema::{Folder, Source};
pub use target::{Hints, Target};
pub use {querent, querent_schema};
