//! The span of one statement, by OpenTelemetry's conventions for databases.

use tracing::Span;
use tracing::field::Empty;

use super::command::{SYSTEM, Summary};
use super::database::Database;
use super::outcome::{Outcome, Rows};
use crate::watch::signed::signed;
use crate::watch::site::Site;

/// What the span of a statement says from its beginning.
pub(super) struct Said<'a> {
    pub(super) summary: Summary<'a>,
    /// Whether the command and the table are known, and not only read from the text.
    pub(super) is_ours: bool,
    /// Without values.
    pub(super) text: &'a str,
    pub(super) database: &'a Database,
    pub(super) at: Site,
}

/// Begins the span of a statement inside the span that is current. It is never entered: others' code runs meanwhile.
///
/// <https://opentelemetry.io/docs/specs/semconv/db/postgresql/>. The fields are known when the span is made, so that they
/// can be sampled by, but for the outcome. `code.*` is what `tracing-opentelemetry` says of this file; ours is the line of
/// the caller.
pub(super) fn begin(said: &Said<'_>) -> Span {
    let Said { summary, database, .. } = said;
    tracing::info_span!(
        target: "querent::statement",
        "statement",
        otel.kind = "client",
        otel.name = %summary,
        otel.status_code = Empty,
        db.system.name = SYSTEM,
        db.namespace = &*database.name,
        db.query.summary = %summary,
        db.query.text = said.text,
        db.operation.name = summary.command.filter(|_| said.is_ours),
        db.collection.name = summary.table,
        db.response.status_code = Empty,
        db.response.returned_rows = Empty,
        error.type = Empty,
        server.address = &*database.address,
        server.port = database.port.map(i64::from),
        querent.called_at = %said.at,
    )
}

/// Says what became of the statement.
pub(super) fn end(span: &Span, outcome: &Outcome<'_>) {
    if let Outcome::Answered(Rows::Returned(rows)) = outcome {
        span.record("db.response.returned_rows", signed(*rows));
    }
    if let Some(code) = outcome.code() {
        span.record("db.response.status_code", code);
    }
    if let Some(error) = outcome.error() {
        span.record("error.type", error);
        span.record("otel.status_code", "ERROR");
    }
}
