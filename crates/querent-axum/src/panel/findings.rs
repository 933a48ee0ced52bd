//! What was found since the process began, by endpoint.

use std::time::Duration;

use axum::Json;
use axum::response::{Html, IntoResponse};
use maud::{Markup, html};
use querent::watch::{self, EndpointReport, Report};

use super::finding::{Cost, card};
use super::hints::{Nothing, nothing};
use super::layout::{Page, Place};
use super::links::Links;
use super::requests::endpoint;
use super::text::{counted, duration};

/// What was found, by endpoint, the costliest first; and entries of allow-lists that nothing has matched.
pub(super) async fn page(links: Links) -> Html<String> {
    let report = watch::report();
    let requests = report.endpoints.iter().map(|endpoint| endpoint.requests).sum();
    let endpoints = report.endpoints.iter().filter(|endpoint| endpoint.requests > 0).count();
    let found: Vec<_> = report.endpoints.iter().filter(|endpoint| !endpoint.findings.is_empty()).collect();
    let main = html! {
        h1 { "Findings" }
        @if !watch::is_on() {
            (nothing(Nothing::Off))
        } @else {
            p.lead { "Since the process began: " (counted(requests, "request")) " of " (counted(endpoints as u64, "endpoint")) ". What has cost the most time comes first." }
            @if found.is_empty() { section.nothing { h2 { "Nothing was found" } p { "No relation is loaded row by row, no query is sent in a loop, as far as these requests show." } } }
            @for endpoint in found { (section(endpoint)) }
            (unused(&report))
            (blind(&report))
        }
    };
    Page { place: Place::Findings, title: "Findings", json: Some("findings.json"), main }.html(&links)
}

/// The same as JSON.
pub(super) async fn json() -> impl IntoResponse {
    Json(watch::report())
}

/// Where the endpoint has no requests, it is what was found outside of any.
fn section(report: &EndpointReport) -> Markup {
    let wall = report.findings.iter().map(|finding| finding.wall).sum::<Duration>();
    html! {
        section {
            div.heading {
                h2.endpoint { (endpoint(&report.endpoint)) }
                span { b { (duration(wall)) } @if report.requests > 0 { " in " (counted(report.requests, "request")) } @else { ", outside of any request or after its end" } }
            }
            @for found in &report.findings {
                (card(&found.finding, Cost { loads: found.loads, wall: found.wall, saving: found.saving, requests: Some(found.requests).filter(|_| report.requests > 0) }))
            }
        }
    }
}

/// Entries of allow-lists that can go.
fn unused(report: &Report) -> Markup {
    html! {
        @if !report.unused_allows.is_empty() {
            section {
                h2 { "Allowed, and never seen" }
                p.note { "Nothing has matched these entries of allow-lists yet. Where every page has been called, they can go." }
                table.allows {
                    thead { tr { th { "allows" } th { "reason" } th { "at" } } }
                    tbody {
                        @for entry in &report.unused_allows {
                            tr { td { code { (entry.allows) } } td { (entry.reason) } td { code { (entry.site) } } }
                        }
                    }
                }
            }
        }
    }
}

/// What the watch could not see.
fn blind(report: &Report) -> Markup {
    html! {
        @if report.without_scope > 0 {
            p.note {
                (counted(report.without_scope, "query")) " ran outside of any request or job: relations are watched there, loops of queries are not. "
                "Give a task of your own a scope by " code { "querent::watch::scope" } "."
            }
        }
        @if report.overflowed > 0 {
            p.note { (counted(report.overflowed, "query")) " were not counted, for their requests sent too many different ones." }
        }
        @if report.scopes_left_out > 0 {
            p.note {
                (counted(report.scopes_left_out, "request")) " of more endpoints are not shown: there are too many names. "
                "A name that has values in it is one for each value."
            }
        }
        @if report.findings_left_out > 0 {
            p.note { (counted(report.findings_left_out, "finding")) " more are not shown: there are too many different ones." }
        }
    }
}
