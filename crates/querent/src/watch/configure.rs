//! Setting the watch.

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{Filtered, LevelFilter};
use tracing_subscriber::registry::LookupSpan;

use super::allow::{Allowance, Allowed, Expected};
use super::allowing::AllowedRelation;
use super::mode::Mode;
use super::request::forget_oldest;
use super::scope::Scope;
use super::settings::Settings;
use super::thresholds::Thresholds;

/// How the N+1 watch is set: what it does with findings, from when on, and what is expected.
///
/// ```
/// use querent::watch::Watch;
/// use tracing_subscriber::prelude::*;
///
/// let watch = Watch::new().keep_requests(100).allow_endpoint("GET /admin/*", "few rows, few users");
/// tracing_subscriber::registry().with(watch.layer()).init();
/// ```
#[derive(Clone)]
#[must_use = "it is set by `layer`, `install` or `scope`"]
pub struct Watch(Settings);

impl Watch {
    /// Findings are logged, from the [`Thresholds`] on that fit a debug or a release build.
    pub fn new() -> Self {
        Watch(Settings::default())
    }

    /// What is done with a finding.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.0.mode = mode;
        self
    }

    /// From when on something is reported.
    pub fn thresholds(mut self, thresholds: Thresholds) -> Self {
        self.0.thresholds = thresholds;
        self
    }

    /// Finds rows that one line writes one by one, too: ten of them, or fifty in a release build.
    pub fn writes_in_loops(mut self) -> Self {
        self.0.thresholds.writes = Some(if cfg!(debug_assertions) { 10 } else { 50 });
        self
    }

    /// Finds a relation that is loaded for one row, where the query could have found several: for tests with a row or two.
    pub fn single_rows(mut self) -> Self {
        self.0.thresholds.single_rows = true;
        self
    }

    /// Which spans are those of requests.
    ///
    /// Without this these are spans named `request`, `http.request`, `http_request` or `HTTP request`, those of tower-http's
    /// `TraceLayer`, and those with the fields `otel.kind` and `http.request.method`, `http.route` or `messaging.system`.
    pub fn request_span(mut self, is_request: fn(&'static Metadata<'static>) -> bool) -> Self {
        self.0.is_request = is_request;
        self
    }

    /// Keeps the last requests with their statements, for [`requests`](super::requests) and the page of `querent-axum`.
    ///
    /// It keeps texts without values, up to a thousand of each request: for development.
    pub fn keep_requests(mut self, requests: usize) -> Self {
        self.0.keep = requests;
        self
    }

    /// Makes a span of each statement, by OpenTelemetry's conventions for databases: `SELECT products`.
    ///
    /// The spans are of level INFO and of the target `querent::statement`, so that a filter such as `querent::statement=off`
    /// leaves them out. Each is inside the span that awaits the statement, and open until the last row is read, also that
    /// of a stream; it is never entered. BEGIN, SAVEPOINT and their ends are among them; what is sent over a client that
    /// [`with_client`](crate::Db::with_client) lends is not.
    ///
    /// The fields are `db.system.name`, `db.namespace` (the name of the database), `db.query.summary`, `db.query.text`,
    /// `db.operation.name` and `db.collection.name` (the command and the table, of statements that are not written by
    /// hand), `db.response.returned_rows`, `server.address` and `server.port` as the pool was configured, and
    /// `querent.called_at`, the line that awaits. Of a failure there are `error.type` and `db.response.status_code`, the
    /// SQLSTATE; without one the type is `connection`, `driver`, or `cancelled` where nobody has waited for the answer.
    /// No text has values: in SQL that is written by hand `?` stands for them.
    ///
    /// ```
    /// use querent::watch::Watch;
    /// use tracing_subscriber::prelude::*;
    ///
    /// // and a layer that exports spans, of `tracing-opentelemetry` for instance
    /// tracing_subscriber::registry().with(Watch::new().spans().layer()).init();
    /// ```
    pub fn spans(mut self) -> Self {
        self.0.spans = true;
        self
    }

    /// Logs each statement that takes so long, as one `WARN` on the target `querent::slow_statement`.
    ///
    /// It has the fields `site`, `duration_ms`, `rows`, `sql` without values, `endpoint` where there is a scope, and `error`
    /// as the type of [`spans`](Self::spans) where there was no answer. The time is that of waiting for the database: what is
    /// done between the rows of a stream is left out.
    ///
    /// ```
    /// use std::time::Duration;
    /// use querent::watch::Watch;
    ///
    /// Watch::new().slow_statements(Duration::from_millis(200)).explain_slow_statements().install();
    /// ```
    pub fn slow_statements(mut self, from: Duration) -> Self {
        self.0.slow = Some(from);
        self
    }

    /// Attaches the plan to what [`slow_statements`](Self::slow_statements) logs, as the field `plan`.
    ///
    /// The statement is not run again: once it is over, `EXPLAIN EXECUTE` asks for its generic plan, which has `$1` for each
    /// value, on a free connection of the pool and in a read-only transaction of its own. The line of the log waits for
    /// that, and is in no span. There is no plan where no connection is free or another plan is being asked for, and that
    /// of one text is asked for once a minute.
    pub fn explain_slow_statements(mut self) -> Self {
        self.0.plans = true;
        self
    }

    /// Expects that a relation is loaded row by row: `Product::fields().category`. The reason is for those who read it.
    #[track_caller]
    pub fn allow(mut self, relation: impl AllowedRelation, reason: &'static str) -> Self {
        let allowance = Allowance { site: Location::caller(), relation: relation.last(), reason };
        self.0.allowed.push(allowance.entry());
        self
    }

    /// Expects a finding, by its id in the log.
    #[track_caller]
    pub fn allow_id(mut self, id: impl Into<String>, reason: &'static str) -> Self {
        self.0.allowed.push(Allowed::at(Location::caller(), Expected::Id(id.into()), reason));
        self
    }

    /// Expects findings in scopes of this name, in which `*` stands for any text: `GET /admin/*`.
    #[track_caller]
    pub fn allow_endpoint(mut self, endpoint: impl Into<String>, reason: &'static str) -> Self {
        self.0.allowed.push(Allowed::at(Location::caller(), Expected::Endpoint(endpoint.into()), reason));
        self
    }

    pub(super) fn of(settings: Settings) -> Self {
        Watch(settings)
    }

    pub(super) fn chosen_mode(&self) -> Mode {
        self.0.mode
    }

    /// Turns the watch on for the process, or off with [`Mode::Off`], whatever was installed before.
    ///
    /// Whatever the subscriber is, it is left as it is: this is the cheapest way for a service under load.
    ///
    /// Scopes of the process that are under way keep the settings that they were made with; once it is off they count no more.
    pub fn install(self) {
        self.0.set();
        forget_oldest();
    }

    /// Turns the watch on for the process once the layer becomes part of a `tracing` subscriber.
    ///
    /// The layer itself looks at no span and no event, and its filter keeps it from raising the process' level. The filter has
    /// `tracing` look up each span that is entered or left, which [`install`](Self::install) does without.
    pub fn layer<S>(self) -> Filtered<NPlusOneLayer, LevelFilter, S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        NPlusOneLayer(Some(self)).with_filter(LevelFilter::ERROR)
    }

    /// A scope that is watched in this way, whatever the process does.
    pub fn scope(self, endpoint: impl Into<Arc<str>>) -> Scope {
        let attention = self.0.attend();
        Scope::with(Arc::new(self.0), endpoint.into(), Some(attention))
    }
}

impl Default for Watch {
    fn default() -> Self {
        Watch::new()
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("mode", &self.0.mode)
            .field("thresholds", &self.0.thresholds)
            .finish_non_exhaustive()
    }
}

/// Turns the N+1 watch on for the process, as a layer of a `tracing` subscriber: [`Watch::layer`] of [`Watch::new`].
///
/// From then on a relation that one line loads, or queries through its manager, for one row of a result after another
/// logs one `WARN` on the target `querent::n_plus_one`, with the line that loads, the line of the query to fix and
/// the call to add there. In a debug build the second row is enough; in a release build it is the fifth, once the loads
/// have cost 10 ms: see [`Thresholds`].
///
/// ```
/// use tracing_subscriber::prelude::*;
/// tracing_subscriber::registry().with(querent::n_plus_one_layer()).init();
/// ```
pub fn n_plus_one_layer<S>() -> Filtered<NPlusOneLayer, LevelFilter, S>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    Watch::new().layer()
}

/// The layer that [`Watch::layer`] makes.
#[derive(Debug)]
pub struct NPlusOneLayer(Option<Watch>);

impl<S: Subscriber> Layer<S> for NPlusOneLayer {
    fn on_layer(&mut self, _: &mut S) {
        if let Some(watch) = self.0.take() {
            watch.install();
        }
    }
}
