//! What an instance knows after it was written, and what the database refuses to write.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod checks;
mod expressions;
mod generated;
mod updates;
mod versions;
