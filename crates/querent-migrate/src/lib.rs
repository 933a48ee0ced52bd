//! Migrations for Querent: from the models to the tables of a database.

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
