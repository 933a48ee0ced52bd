//! Durations as numbers, for logs and JSON.

use std::time::Duration;

use serde::Serializer;

/// A duration in milliseconds, with three digits after the point.
pub(crate) fn in_milliseconds(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1_000.0
}

/// A duration as that number.
pub(crate) fn milliseconds<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(in_milliseconds(*duration))
}
