//! What all pages share: the frame, the look, and what browsers are told.

use axum::response::{Html, IntoResponse};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, HeaderValue, StatusCode};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::links::Links;

const STYLE: &str = include_str!("style.css");

/// Nothing is loaded from anywhere, no script runs, and nothing stays behind in a cache.
pub(super) const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
    ),
    (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

/// A page among those that every page leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Requests,
    Findings,
    Pool,
    Nowhere,
}

const PLACES: [(Place, &str, &str); 3] = [
    (Place::Requests, "requests", "Requests"),
    (Place::Findings, "findings", "Findings"),
    (Place::Pool, "pool", "Pool"),
];

/// A page, before its frame.
pub(super) struct Page<'a> {
    pub(super) place: Place,
    pub(super) title: &'a str,
    /// Where the same is as JSON.
    pub(super) json: Option<&'a str>,
    pub(super) main: Markup,
}

impl Page<'_> {
    pub(super) fn html(&self, links: &Links) -> Html<String> {
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (self.title) " · Querent" }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { div {
                        span.brand { "Querent" }
                        nav {
                            @for (place, path, name) in PLACES {
                                a href=(links.to(path)) aria-current=[(place == self.place).then_some("page")] { (name) }
                            }
                        }
                        @if let Some(json) = self.json {
                            a.json href=(links.to(json)) { "JSON" }
                        }
                    } }
                    main { (self.main) }
                }
            }
        };
        Html(page.into_string())
    }
}

/// What is no page of the panel.
pub(super) async fn missing(links: Links) -> impl IntoResponse {
    let main = html! {
        h1 { "No such page" }
        p.lead { "The panel shows " a href=(links.to("requests")) { "requests" } ", " a href=(links.to("findings")) { "findings" } " and the " a href=(links.to("pool")) { "pool" } "." }
    };
    let page = Page { place: Place::Nowhere, title: "No such page", json: None, main };
    (StatusCode::NOT_FOUND, page.html(&links))
}
