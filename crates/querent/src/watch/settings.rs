//! How the watch is set, for the process or for one scope.

use std::sync::Arc;
use std::time::Duration;

use tracing::Metadata;

use super::allow::Allowed;
use super::interest::Keeping;
use super::mode::{Listening, Mode};
use super::thresholds::Thresholds;

/// Whether a span is that of a request.
pub(super) type IsRequest = fn(&'static Metadata<'static>) -> bool;

/// How the watch is set, for the process or for one scope.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) mode: Mode,
    pub(super) thresholds: Thresholds,
    pub(super) is_request: IsRequest,
    /// How many requests are kept for a page to look at.
    pub(super) keep: usize,
    pub(super) allowed: Vec<Arc<Allowed>>,
    /// Whether each statement is a span.
    pub(super) spans: bool,
    /// From when on a statement is told of.
    pub(super) slow: Option<Duration>,
    /// Whether its plan is told, too.
    pub(super) plans: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            mode: Mode::default(),
            thresholds: Thresholds::default(),
            is_request: looks_like_a_request,
            keep: 0,
            allowed: Vec::new(),
            spans: false,
            slow: None,
            plans: false,
        }
    }
}

/// Whether a span looks like that of a request: by its name, by who makes it, or because it says what kind of span it
/// is and which request it is for, as OpenTelemetry's conventions have it.
fn looks_like_a_request(span: &'static Metadata<'static>) -> bool {
    let has = |name: &str| span.fields().field(name).is_some();
    matches!(span.name(), "request" | "http.request" | "http_request" | "HTTP request")
        || span.target() == "tower_http::trace::make_span"
        || has("otel.kind") && (has("http.request.method") || has("http.route") || has("messaging.system"))
}

/// Somebody who watches with some settings, while this value lives.
pub(super) struct Attention {
    _listening: Listening,
    _keeping: Option<Keeping>,
}

impl Settings {
    /// Whether anything is done with single statements.
    pub(super) fn looks_at_statements(&self) -> bool {
        self.keep > 0 || self.spans || self.slow.is_some()
    }

    /// Turns the watch on for somebody who has these.
    pub(super) fn attend(&self) -> Attention {
        let keeping = self.looks_at_statements().then(Keeping::begin);
        Attention { _listening: Listening::begin(), _keeping: keeping }
    }
}
