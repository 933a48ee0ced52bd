//! What users write: every line of it compiles, and does what it says.
//!
//! The first modules are the tour itself. They are shared with the crate in `outside`, where they compile on Querent
//! alone; the other modules run them.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(unreachable_pub, reason = "the tour is written as users write it")]

mod lookups;
mod models;
mod queries;
mod computed;
mod relations;
mod writes;

mod reading;
mod computed_answers;
mod writing;
mod lookups_answer;
mod relations_answer;
mod slots_as_values;
mod default_names;
