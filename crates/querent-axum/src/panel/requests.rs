//! The last requests.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::response::{Html, IntoResponse};
use maud::{Markup, html};
use querent::watch::{self, Request};
use serde::Serialize;

use super::finding::rule;
use super::groups::in_database;
use super::hints::{Nothing, nothing};
use super::layout::{Page, Place};
use super::links::Links;
use super::scale::Percent;
use super::summary::{Summary, statements};
use super::text::{ago, count, counted, duration, moment};

/// The last requests, newest first.
pub(super) async fn page(links: Links) -> Html<String> {
    let requests = watch::requests();
    let main = html! {
        h1 { "Requests" }
        @if let Some(why) = Nothing::after(&requests) { (nothing(why)) }
        @if !requests.is_empty() {
            p.lead {
                "The last " (counted(requests.len() as u64, "request")) ", newest first; "
                (count(watch::kept_requests() as u64)) " are kept at most."
            }
            (list(&requests, &links))
        }
    };
    Page { place: Place::Requests, title: "Requests", json: Some("requests.json"), main }.html(&links)
}

/// The same as JSON.
pub(super) async fn json() -> impl IntoResponse {
    #[derive(Serialize)]
    struct Requests<'r> {
        watching: bool,
        kept: usize,
        requests: Vec<Summary<'r>>,
    }
    let requests = watch::requests();
    let summaries = requests.iter().map(|request| Summary::from(&**request)).collect();
    Json(Requests { watching: watch::is_on(), kept: watch::kept_requests(), requests: summaries })
        .into_response()
}

fn list(requests: &[Arc<Request>], links: &Links) -> Markup {
    let longest = requests.iter().map(|request| request.wall).max().unwrap_or_default().as_secs_f64();
    let now = SystemTime::now();
    html! {
        ol.requests {
            li.head aria-hidden="true" {
                span { "request" } span.number { "statements" } span.number { "database" } span.number { "time" } span { span.key { "database" } span.key.else { "elsewhere" } } span.when { "when" }
            }
            @for request in requests {
                @let database = in_database(request);
                li { a href=(links.to(format_args!("requests/{}", request.number))) {
                    span.endpoint { (endpoint(&request.endpoint)) (badges(request)) }
                    span.number { (count(statements(request))) span.unit { @if statements(request) == 1 { " statement" } @else { " statements" } } }
                    span.number.database { (duration(database)) }
                    span.number.wall { (duration(request.wall)) }
                    span.gauge {
                        i style=(format!("width:{}", share(request.wall.as_secs_f64(), longest))) {
                            b style=(format!("width:{}", share(database.as_secs_f64(), request.wall.as_secs_f64()))) {}
                        }
                    }
                    span.when { time datetime=(moment(request.started)) { (ago(request.started, now)) } }
                } }
            }
        }
    }
}

fn share(part: f64, whole: f64) -> Percent {
    Percent(if whole > 0.0 { (part / whole * 100.0).min(100.0) } else { 0.0 })
}

/// The name of an endpoint, its method apart.
pub(super) fn endpoint(name: &str) -> Markup {
    html! {
        @match name.split_once(' ') {
            Some((method, path)) => { span.method { (method) } " " span.path { (path) } }
            None => span.path { (name) }
        }
    }
}

/// What to know of a request at a glance.
fn badges(request: &Request) -> Markup {
    html! {
        @for finding in &request.findings { " " span.rule title=(rule(finding.rule)) { (finding.path) } }
        @if request.aborted { " " span.aborted { "aborted" } }
    }
}
