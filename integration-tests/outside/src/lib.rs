//! What users write, in a crate that depends on Querent and on no crate that Querent hands on.

#![deny(warnings)]

// Querent hands on `rust_decimal` and `time`. The names of the crates are the names of their re-exports here, so that
// the tour compiles as it stands and `dec!`, which expands to `::rust_decimal::Decimal`, finds it.
extern crate self as rust_decimal;
extern crate self as time;
pub use querent::rust_decimal::{Decimal, dec};
pub use querent::time::OffsetDateTime;

#[path = "../../tests/tour/lookups.rs"]
pub mod lookups;
#[path = "../../tests/tour/models.rs"]
pub mod models;
#[path = "../../tests/tour/queries.rs"]
pub mod queries;
#[path = "../../tests/tour/computed.rs"]
pub mod computed;
#[path = "../../tests/tour/relations.rs"]
pub mod relations;
#[path = "../../tests/tour/writes.rs"]
pub mod writes;

pub mod chain;
pub mod data;
pub mod kinds;
pub mod names;
pub mod privacy;
pub mod values;

/// The migrations of the tests, which run a function of [`data`].
pub static PROJECT: querent_migrate::Project =
    querent_migrate::project!(apps: [APP], migrations: "../tests/migration_files/migrations");

querent::app!(pub APP = "outside");
