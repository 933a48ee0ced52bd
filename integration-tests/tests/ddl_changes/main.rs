//! What the statements of operations do to a database with rows in it.
//!
//! Their text is tested beside the code. Here they are run, and afterwards the catalog must be that of the models made anew.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod bench;
mod states;
mod columns;
mod enums;
mod keys;
mod constraints;
mod names;
