//! Which tables a query has joined, and which joins may be inner ones.

mod on;
mod tables;
mod paths;
mod owners;
mod written;

pub(super) use paths::Lockable;
pub(super) use tables::{Joins, ROOT, Sharing};
