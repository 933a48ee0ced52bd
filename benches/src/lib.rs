//! What the benchmarks share: their contestants and database, tables of a shop, and the median of a sample.

pub mod median;
pub mod models;
pub mod kept;
pub mod build;
pub mod callgrind;
pub mod contestant;
pub mod database;
pub mod proxy;

/// The result of a measurement: whatever has gone wrong is printed, and ends it.
pub use benches_harness::Result;
