//! Single statements, for those who watch each of them: a span for every one, a line of the log for a slow one, and the
//! list that a scope keeps.

mod command;
mod database;
mod outcome;
mod span;
mod slow;
mod departure;

pub(crate) use command::can_be_explained;
pub(crate) use database::Database;
pub(crate) use departure::{By, Departure, Leaving, Planner, Text};
pub(crate) use outcome::Rows;
pub(crate) use slow::SlowStatement;
