//! A line of the log for a statement that took long.

use std::sync::Arc;
use std::time::Duration;

use super::outcome::Outcome;
use crate::milliseconds::in_milliseconds;
use crate::watch::signed::signed;
use crate::watch::site::Site;

/// A statement that took long. It is told of when this value is dropped, with its plan if there is one by then.
pub(crate) struct SlowStatement {
    at: Site,
    took: Duration,
    rows: Option<u64>,
    error: Option<String>,
    /// The text without values.
    sql: Arc<str>,
    endpoint: Option<Arc<str>>,
    plan: Option<String>,
}

impl SlowStatement {
    pub(super) fn new(at: Site, took: Duration, sql: Arc<str>, outcome: &Outcome<'_>) -> Self {
        let error = outcome.error().map(str::to_owned);
        SlowStatement { at, took, rows: outcome.rows(), error, sql, endpoint: None, plan: None }
    }

    /// Says what it was sent for.
    pub(super) fn of(mut self, endpoint: Option<Arc<str>>) -> Self {
        self.endpoint = endpoint;
        self
    }

    /// Its plan, without values, is to be told, too.
    pub(crate) fn set_plan(&mut self, plan: String) {
        self.plan = Some(plan);
    }
}

impl Drop for SlowStatement {
    fn drop(&mut self) {
        let milliseconds = in_milliseconds(self.took);
        tracing::warn!(
            target: "querent::slow_statement",
            site = %self.at,
            duration_ms = milliseconds,
            rows = self.rows.map(signed),
            error = self.error.as_deref(),
            sql = &*self.sql,
            endpoint = self.endpoint.as_deref(),
            plan = self.plan.as_deref(),
            "a statement took {milliseconds:.0} ms, at {}",
            self.at,
        );
    }
}
