//! Numbers as fields of spans and lines of the log.

/// A number as a field: OpenTelemetry knows none without a sign, so that `tracing-opentelemetry` makes a text of it.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
