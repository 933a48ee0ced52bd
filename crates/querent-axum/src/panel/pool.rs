//! Figures of the pool and of its statement caches.

use axum::Json;
use axum::extract::State;
use axum::response::{Html, IntoResponse};
use maud::{Markup, html};
use querent::{Db, Status};

use super::layout::{Page, Place};
use super::links::Links;
use super::scale::Percent;
use super::text::{count, duration, percent};

/// What the pool is doing, and how often a statement was prepared already.
pub(super) async fn page(State(db): State<Db>, links: Links) -> Html<String> {
    let status = db.status();
    let main = html! {
        h1 { "Pool" }
        p.lead { "Since the pool was made, and at this moment." }
        section { h2 { "Connections" } (connections(&status)) (traffic(&status)) }
        section { h2 { "Prepared statements" } (statements(&status)) }
        section { h2 { "Connections in doubt" } (quarantine(&status)) }
    };
    Page { place: Place::Pool, title: "Pool", json: Some("pool.json"), main }.html(&links)
}

/// The same as JSON.
pub(super) async fn json(State(db): State<Db>) -> impl IntoResponse {
    Json(db.status())
}

/// One figure: its name, its value, and what it means.
struct Figure(&'static str, String, &'static str);

fn figures(figures: &[Figure]) -> Markup {
    html! {
        dl.list { @for Figure(name, value, says) in figures { div { dt { (name) } dd { (value) } dd.says { (says) } } } }
    }
}

/// How many connections there are, as a bar as long as there may be.
fn connections(status: &Status) -> Markup {
    let used = status.connections.saturating_sub(status.available);
    let most = status.max_connections.max(status.connections).max(1) as f64;
    let share = |count: usize| format!("width:{}", Percent(count as f64 / most * 100.0));
    html! {
        div.meter role="img" aria-label=(format!("{used} of {} connections in use", status.max_connections)) {
            i.used style=(share(used)) {}
            i.free style=(share(status.available.min(status.connections))) {}
        }
        p.legend {
            span.used { b { (used) } " in use" }
            span.free { b { (status.available.min(status.connections)) } " free" }
            span.none { b { (status.max_connections.saturating_sub(status.connections)) } " not made yet" }
            @if status.waiting > 0 { span.waiting { b { (status.waiting) } " requests wait" } }
        }
    }
}

fn traffic(status: &Status) -> Markup {
    let average =
        status.waited.checked_div(u32::try_from(status.waits).unwrap_or(u32::MAX)).unwrap_or_default();
    figures(&[
        Figure("Checkouts", count(status.checkouts), "how often a connection was taken"),
        Figure("Waits", count(status.waits), "how often somebody had to wait for one"),
        Figure("Waited", duration(average), "on average, by those who had to"),
        Figure("Longest wait", duration(status.longest_wait), ""),
        Figure("Timeouts", count(status.timeouts), "waits in vain"),
        Figure("Made", count(status.created), "connections since the pool was made"),
        Figure("Closed", count(status.closed), "of them: by the pool, the server or the network"),
    ])
}

fn statements(status: &Status) -> Markup {
    let (hits, misses) = (status.statement_hits, status.statement_misses);
    figures(&[
        Figure("Hits", count(hits), "how often a statement was found prepared on its connection"),
        Figure("Misses", count(misses), "how often it had to be prepared there first, a round trip more"),
        Figure(
            "Hit rate",
            percent(hits as f64, (hits + misses) as f64),
            "low for long: texts that never repeat, or a cache that is too small",
        ),
        Figure("Prepared now", count(status.prepared_statements), "on all connections together"),
    ])
}

fn quarantine(status: &Status) -> Markup {
    figures(&[
        Figure(
            "Examined",
            count(status.quarantined),
            "came back in an unknown state, after a dropped future for instance",
        ),
        Figure(
            "Cancelled",
            count(status.cancelled),
            "requests to cancel a statement that nobody waited for any more",
        ),
        Figure("Discarded", count(status.discarded), "closed, for they could not be brought to rest"),
    ])
}
