//! Migrations against a database: what operations make of its tables is what they would be if they were created so.

pub mod notation;
mod failure;
mod fingerprint;
mod rows;
mod kept;
mod trip;
mod random;
mod found;
mod campaign;

pub use campaign::{Figures, changes, detections};
pub use failure::Failure;
pub use fingerprint::Fingerprint;
pub use rows::put_rows;
pub use trip::{Back, Rows, Trip, run_all};
