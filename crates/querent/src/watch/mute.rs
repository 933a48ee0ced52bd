//! Why the watch says less than it could.

use tracing::dispatcher::get_default;
use tracing_subscriber::Registry;

use super::ledger;

/// After how many queries without a scope it is said.
const QUERIES: u64 = 200;

/// Counts a query that no scope was found for, and says once why: queries in a loop are found in scopes only.
pub(super) fn no_scope() {
    if ledger::without_scope() + 1 == QUERIES {
        tell();
    }
}

fn tell() {
    let reason = get_default(|dispatch| match dispatch.downcast_ref::<Registry>() {
        None => "the subscriber is no `tracing_subscriber::Registry`",
        Some(_) if dispatch.current_span().id().is_none() => {
            "they ran in no span; `TraceLayer::new_for_http()` makes its span at DEBUG, which a filter of `info` leaves out: \
             give it `DefaultMakeSpan::new().level(Level::INFO)`"
        }
        Some(_) => "none of the spans around them looks like that of a request: see `Watch::request_span`",
    });
    tracing::warn!(
        target: "querent::n_plus_one",
        queries = QUERIES,
        reason,
        "the N+1 watch has found no request for {QUERIES} queries, so it sees only relations and fields that are loaded row \
         by row, and no queries in a loop: {reason}; or add the layer `querent_axum::RequestScope`, or run the work in \
         `querent::watch::scope(name, work)`",
    );
}
