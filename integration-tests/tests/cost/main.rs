//! What Querent costs over the bare driver, in exact counts: flights, and allocations of memory.
//!
//! `benches` measures times; nothing here does.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod counted;
mod driver;
mod flights;
mod models;
mod queries;
mod rows;
