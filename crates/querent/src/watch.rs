//! The N+1 watch: rows that are loaded one at a time, and the line to mend.
//!
//! It is off until [`n_plus_one_layer`] or [`Watch`] turn it on. Rows remember the query that they
//! came from, so relations and deferred fields that are loaded row by row are found wherever that happens: in the handler,
//! in `join_all`, in spawned tasks, in the body of an answer. Queries in a loop are counted by [`Scope`]: a request, a job
//! or a test. A scope is entered by the layer of `querent-axum`, by [`scope`](fn@scope) and [`capture`], or it is the
//! nearest `tracing` span of a request.
//!
//! What is found is logged on the target `querent::n_plus_one`: the first time at once, with totals when the scope ends, and
//! later the tenth, hundredth, thousandth time. It is in [`report`] all the while.

mod signed;
mod literals;
mod recorder;
mod rule;
mod mode;
mod interest;
mod site;
mod thresholds;
mod asked;
mod tally;
mod linked;
mod counts;
mod bits;
mod few;
mod values;
mod finding;
mod eager;
mod used;
mod fix;
mod loop_fix;
mod problem;
mod found;
mod allow;
mod allowing;
mod settings;
mod process;
mod request;
mod number;
mod report;
mod ledger;
mod warning;
mod loops;
mod scope;
mod entered;
mod request_span;
mod mute;
mod home;
mod rows_home;
mod query;
mod call;
mod lazy;
mod known;
mod result_set;
mod loading;
mod gone;
mod origin;
mod arriving;
mod batched;
mod refused;
mod statement;
mod watched;
mod configure;
mod scoped;

pub(crate) use allow::Allowance;
pub use allow::UnusedAllow;
pub use allowing::{AllowedRelation, allow};
pub(crate) use arriving::Arriving;
pub(crate) use asked::{Asked, Write};
pub(crate) use call::Call;
pub use configure::{NPlusOneLayer, Watch, n_plus_one_layer};
pub(crate) use eager::Method;
pub use entered::InScope;
pub use finding::Finding;
pub(crate) use interest::are_watched;
pub use ledger::report;
pub(crate) use literals::without_literals;
pub use mode::Mode;
#[doc(hidden)]
pub use origin::Origin;
pub(crate) use origin::{Origins, RowOf};
pub use process::{is_on, kept_requests};
pub(crate) use query::Query;
pub(crate) use recorder::Recorder;
pub use recorder::Recording;
pub use report::{EndpointReport, FindingReport, Report};
pub use request::{Request, StatementRecord, requests};
pub(crate) use result_set::{Find, ResultSet};
pub use rule::Rule;
pub use scope::Scope;
pub use scoped::{capture, scope, setup, watched, watched_or_failed};
pub(crate) use site::{Site, awaited};
pub(crate) use statement::{
    By, Database, Departure, Leaving, Planner, Rows, SlowStatement, Text, can_be_explained,
};
pub use thresholds::Thresholds;
pub(crate) use watched::Watched;
