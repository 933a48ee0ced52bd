//! What the benchmarks share: tables of a shop, and the median of a sample.

use std::error::Error;

pub mod median;
pub mod models;

/// Whatever has gone wrong: it is printed, and ends the measurement.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;
