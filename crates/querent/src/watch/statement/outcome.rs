//! What became of a statement.

use tokio_postgres::Error;

use crate::error::is_lost;

/// How many rows a statement was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rows {
    /// So many came back.
    Returned(u64),
    /// So many were written, and none of them came back.
    Written(u64),
    Unknown,
}

/// What became of a statement.
#[derive(Clone, Copy)]
pub(super) enum Outcome<'a> {
    Answered(Rows),
    /// It failed.
    Failed(&'a Error),
    /// Nobody has waited for its answer.
    Cancelled,
}

impl Outcome<'_> {
    /// How many rows came back or were written.
    pub(super) fn rows(&self) -> Option<u64> {
        match self {
            Outcome::Answered(Rows::Returned(rows) | Rows::Written(rows)) => Some(*rows),
            Outcome::Answered(Rows::Unknown) | Outcome::Failed(_) | Outcome::Cancelled => None,
        }
    }

    /// The server's SQLSTATE.
    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Outcome::Failed(error) => error.code().map(|code| code.code()),
            Outcome::Answered(_) | Outcome::Cancelled => None,
        }
    }

    /// Why there was no answer: the SQLSTATE, or a word. Messages of the server may quote values.
    pub(super) fn error(&self) -> Option<&str> {
        match self {
            Outcome::Answered(_) => None,
            Outcome::Failed(error) => Some(self.code().unwrap_or(match is_lost(error) {
                true => "connection",
                false => "driver",
            })),
            Outcome::Cancelled => Some("cancelled"),
        }
    }
}
