//! A finding, as the pages show it.

use std::time::Duration;

use maud::{Markup, html};
use querent::watch::{Finding, Rule};

use super::text::{counted, duration};

/// The rule in words: `lazy relation`.
pub(super) fn rule(rule: Rule) -> String {
    rule.as_str().replace('_', " ")
}

/// How often it happened, in one request or in all.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cost {
    pub(super) loads: u64,
    pub(super) wall: Duration,
    pub(super) saving: Duration,
    /// In how many requests, where these are all of an endpoint's.
    pub(super) requests: Option<u64>,
}

/// Shows a finding, with what it cost.
pub(super) fn card(finding: &Finding, cost: Cost) -> Markup {
    html! {
        article.finding id=(finding.id) {
            div.title {
                h3 { (finding.path) }
                span.rule { (rule(finding.rule)) }
                span.gain { (gain(finding, cost)) }
            }
            p { (happened(finding, cost)) }
            p.fix { (marked_up(advice(finding))) }
            dl.places {
                @if let Some(query) = &finding.query_at { dt { "query at" } dd { code { (query) } } }
                dt { @if finding.rule == Rule::WriteInLoop { "written at" } @else { "loaded at" } }
                dd { code { (finding.loaded_at) } }
                dt { "id" } dd { code { (finding.id) } }
            }
        }
    }
}

/// What there is to gain: time, or only queries.
fn gain(finding: &Finding, cost: Cost) -> Markup {
    html! {
        @if !cost.saving.is_zero() { b { "≥ " (duration(cost.saving)) } " to save" }
        @else if finding.concurrent > 1 { b { (counted(cost.loads.saturating_sub(1), "query")) } " to save, no time: they run at once" }
    }
}

/// How often it happened, and how long that took.
fn happened(finding: &Finding, cost: Cost) -> Markup {
    let thing = if finding.rule == Rule::WriteInLoop { "statement" } else { "query" };
    html! {
        @if finding.rule == Rule::UnusedEagerLoad {
            "Loaded, and nobody looked at it"
        } @else {
            b { (counted(cost.loads, thing)) } " in " b { (duration(cost.wall)) }
        }
        @match (cost.requests, finding.siblings) {
            (Some(requests), _) => { ", in " (counted(requests, "request")) }
            (None, Some(siblings)) => { ", for " (finding.distinct) " of " (counted(siblings, "row")) }
            (None, None) => { ", for " (counted(finding.distinct, if finding.rule == Rule::WriteInLoop { "row" } else { "value" })) }
        }
        @if finding.aborted { ", in a request that was dropped" }
        "."
    }
}

/// What to do, without the place, which stands below it.
fn advice(finding: &Finding) -> &str {
    let place = finding.query_at.as_ref().map(|query| format!(" at {query}"));
    place.and_then(|place| finding.advice.strip_suffix(&place)).unwrap_or(&finding.advice)
}

/// Text in which code stands between backticks.
fn marked_up(text: &str) -> Markup {
    html! {
        @for (index, part) in text.split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
