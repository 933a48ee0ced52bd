//! Migrations and what comes after what.

mod plan;
mod heads;
mod merge;
mod suggest;
#[cfg(test)]
mod tests;

pub use heads::Heads;
pub use merge::{Commutes, commute};
pub use plan::Graph;
pub use suggest::{next_number, suggest_name};
