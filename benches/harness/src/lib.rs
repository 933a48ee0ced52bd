#![doc = include_str!("../README.md")]

mod workload;
mod sum;
mod input;
mod measure;
mod serve;

pub use input::{NewRow, batch, new_row, new_rows, user_key};
pub use measure::peak_kib;
#[doc(hidden)]
pub use measure::{ALLOCATOR, Allocator};
pub use serve::{Contestant, Error, Result, serve};
pub use sum::Sum;
pub use workload::{BY_KEY, CONNECTIONS, TASKS, Workload};

/// The tables, as SQL.
pub const SCHEMA: &str = include_str!("../data/schema.sql");

/// The rows of all tables but `narrow`, as SQL.
pub const ROWS: &str = include_str!("../data/rows.sql");

/// The million rows of `narrow`, as SQL.
pub const NARROW: &str = include_str!("../data/narrow.sql");
