//! One request.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Json;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use maud::{Markup, html};
use querent::watch::{self, Request};
use serde::Serialize;

use super::finding::{Cost, card};
use super::groups::in_database;
use super::layout::{Page, Place};
use super::links::Links;
use super::requests::endpoint;
use super::summary::{Whole, statements};
use super::text::{ago, clock, count, duration, moment, percent};
use super::timeline;

/// Shows the request of this number: as JSON, if the name ends in `.json`.
pub(super) async fn show(links: Links, Path(name): Path<String>) -> Response {
    let (number, is_json) = match name.strip_suffix(".json") {
        Some(number) => (number, true),
        None => (&*name, false),
    };
    match (number.parse().ok().and_then(find), is_json) {
        (Some(request), true) => Json(Whole::from(&*request)).into_response(),
        (Some(request), false) => page(&request, &links).into_response(),
        (None, true) => {
            let error = format!("no request `{number}` is kept");
            (StatusCode::NOT_FOUND, Json(Missing { error })).into_response()
        }
        (None, false) => (StatusCode::NOT_FOUND, gone(&links)).into_response(),
    }
}

/// What there is to say of a request that is not kept, as JSON.
#[derive(Serialize)]
struct Missing {
    error: String,
}

fn find(number: u64) -> Option<Arc<Request>> {
    watch::requests().into_iter().find(|request| request.number == number)
}

fn page(request: &Request, links: &Links) -> impl IntoResponse {
    let json = format!("requests/{}.json", request.number);
    let main = html! {
        h1.endpoint { (endpoint(&request.endpoint)) @if request.aborted { " " span.aborted { "aborted" } } }
        p.lead {
            time datetime=(moment(request.started)) { (ago(request.started, SystemTime::now())) ", at " (clock(request.started)) " UTC" }
            @if request.aborted { ". It was dropped before its end: the visitor has hung up, its time was up, or its handler has panicked" }
            "."
        }
        (figures(request))
        @if !request.findings.is_empty() {
            section {
                h2 { "Findings" }
                @for finding in &request.findings {
                    (card(finding, Cost { loads: finding.loads, wall: finding.wall, saving: finding.saving, requests: None }))
                }
            }
        }
        section {
            h2 { "Statements" }
            @if request.statements.is_empty() { p.note { "It sent none." } } @else { (timeline::show(request)) }
        }
    };
    Page { place: Place::Requests, title: &request.endpoint, json: Some(&json), main }.html(links)
}

fn figures(request: &Request) -> Markup {
    let database = in_database(request);
    let rows = request.statements.iter().filter_map(|statement| statement.rows).sum();
    html! {
        dl.figures {
            div { dt { "Time" } dd { (duration(request.wall)) } }
            div { dt { "In the database" } dd { (duration(database)) " " small { (percent(database.as_secs_f64(), request.wall.as_secs_f64())) } } }
            div { dt { "Statements" } dd { (count(statements(request))) } }
            div { dt { "Rows" } dd { (count(rows)) } }
            div { dt { "Findings" } dd { (request.findings.len()) } }
        }
    }
}

fn gone(links: &Links) -> impl IntoResponse {
    let main = html! {
        h1 { "This request is not kept" }
        p.lead {
            "The last " (count(watch::kept_requests() as u64)) " requests are kept, for as long as the process lives: "
            a href=(links.to("requests")) { "see which" } "."
        }
    };
    Page { place: Place::Requests, title: "This request is not kept", json: None, main }.html(links)
}
