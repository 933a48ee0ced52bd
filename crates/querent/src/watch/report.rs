//! What the process has found so far, for who asks.

use std::time::Duration;

use serde::Serialize;

use crate::milliseconds::milliseconds;

use super::allow::UnusedAllow;
use super::finding::Finding;

/// What the process has found so far.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// By scope, the one first whose findings have taken the most time. What was found outside of any, or in one that had
    /// ended, is that of `(no request)`.
    pub endpoints: Vec<EndpointReport>,
    /// Entries of allow-lists that nothing has matched.
    pub unused_allows: Vec<UnusedAllow>,
    /// How many queries ran in no scope: of these only relations and fields are watched.
    pub without_scope: u64,
    /// How many queries were not counted, because their scope had too many different ones.
    pub overflowed: u64,
    /// How many scopes are in no report, because there are too many different names: names with values in them, for instance.
    pub scopes_left_out: u64,
    /// How many findings are in no report, because there are too many different ones or theirs is a scope that was left out.
    pub findings_left_out: u64,
}

/// What was found in the scopes of one name.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EndpointReport {
    /// The name: `GET /products/{id}`.
    pub endpoint: String,
    /// How many scopes of it have ended; none of `(no request)`.
    pub requests: u64,
    /// What was found in them, that first which has taken the most time.
    pub findings: Vec<FindingReport>,
}

/// A finding of the scopes of one name, all of them together.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FindingReport {
    /// The worst of them.
    pub finding: Finding,
    /// How many scopes have it; of `(no request)`, how many results.
    pub requests: u64,
    /// How many queries these were in all.
    pub loads: u64,
    /// How much time they have taken in all. In JSON, milliseconds.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// How much of it can be saved at least. In JSON, milliseconds.
    #[serde(rename = "saved_ms", serialize_with = "milliseconds")]
    pub saving: Duration,
}

impl FindingReport {
    /// Keeps a finding with so many loads, if none was worse.
    pub(super) fn keep_worst(&mut self, loads: u64, finding: impl FnOnce() -> Finding) {
        if loads > self.finding.loads {
            self.finding = finding();
        }
    }
}
