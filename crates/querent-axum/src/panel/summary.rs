//! A request in one line.

use std::time::Duration;

use querent::watch::{Finding, Request, StatementRecord};
use serde::Serialize;

use super::groups::in_database;
use super::text::moment;

/// A request in one line, as JSON.
#[derive(Debug, Serialize)]
pub(super) struct Summary<'r> {
    number: u64,
    endpoint: &'r str,
    started: String,
    wall_ms: f64,
    in_database_ms: f64,
    statement_count: u64,
    aborted: bool,
    findings: &'r [Finding],
}

impl<'r> From<&'r Request> for Summary<'r> {
    fn from(request: &'r Request) -> Self {
        Summary {
            number: request.number,
            endpoint: &request.endpoint,
            started: moment(request.started),
            wall_ms: milliseconds(request.wall),
            in_database_ms: milliseconds(in_database(request)),
            statement_count: statements(request),
            aborted: request.aborted,
            findings: &request.findings,
        }
    }
}

/// All of a request, as JSON: what is said of it in one line, and its statements.
#[derive(Debug, Serialize)]
pub(super) struct Whole<'r> {
    #[serde(flatten)]
    summary: Summary<'r>,
    statements: &'r [StatementRecord],
    left_out: u64,
}

impl<'r> From<&'r Request> for Whole<'r> {
    fn from(request: &'r Request) -> Self {
        Whole { summary: request.into(), statements: &request.statements, left_out: request.left_out }
    }
}

/// How many statements it has sent, those among them that were not kept.
pub(super) fn statements(request: &Request) -> u64 {
    request.statements.len() as u64 + request.left_out
}

/// With three digits after the point, as the watch writes them.
fn milliseconds(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1_000.0
}
