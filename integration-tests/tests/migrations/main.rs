//! Changes of models: the operations that they are, and what these make of a database with rows.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]
#![allow(unreachable_pub, reason = "the cases are a table of their own")]

mod case;
mod cases;
mod replayed;
mod detected;
mod graphs;
mod acceptance;
mod fingerprints;
mod there_and_back;
mod random;
