//! Migrations for Querent: from the models to the tables of a database.

mod error;
pub mod ddl;
mod target;
pub mod detect;
mod models;
mod create;

pub use create::create_tables;
pub use error::{Error, Kind, Result};
pub use models::{schema_of, state_of};
pub use target::{Hints, Target};
pub use {querent, querent_schema};
