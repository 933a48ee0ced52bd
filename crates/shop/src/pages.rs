//! The pages: a query each, and its answer.

pub mod front;
pub mod missing;
pub mod orders;
pub mod products;
