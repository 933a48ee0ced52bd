//! The commands of `manage`, on a folder of their own and with models made by hand.

#![allow(clippy::unwrap_used, reason = "a test fails where it is unwrapped")]

mod ground;

mod writing;
mod apps;
mod answering;
mod merging;
mod applying;
mod showing;
mod mistakes;
