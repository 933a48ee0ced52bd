//! The statements of a request on a time line.

use maud::{Markup, html};
use querent::watch::{Request, StatementRecord};

use super::finding::rule;
use super::groups::{self, Group, interval};
use super::headline::headline;
use super::intervals::{Interval, union};
use super::scale::Scale;
use super::text::{count, counted, duration, percent};

/// How far the lanes are from each other, how thick a bar is, and how much room is above and below.
const LANE: usize = 9;
const BAR: usize = 7;
const ROOM: usize = 6;

/// Shows the statements of a request: a line for each text of each place, with a bar for each time it was sent.
pub(super) fn show(request: &Request) -> Markup {
    let groups = groups::of(request);
    let scale = Scale::of(request.wall);
    html! {
        div.timeline style=(format!("--step:{}", scale.step())) {
            div.line.axis {
                div.what { "statement" }
                div.track { @for (at, label) in scale.marks() { span style=(format!("left:{at}")) { (label) } } }
                div.time { "time" }
                div.rows { "rows" }
            }
            (whole(request, &scale))
            @for group in &groups { (line(group, &scale)) }
        }
        @if request.left_out > 0 {
            p.note { (counted(request.left_out, "more statement")) " were sent than are kept." }
        }
    }
}

/// When the request waited for the database at all.
fn whole(request: &Request, scale: &Scale) -> Markup {
    let busy = union(request.statements.iter().map(interval));
    let wall = groups::in_database(request);
    html! {
        div.line.whole {
            div.what { "In the database " span.share { (percent(wall.as_secs_f64(), request.wall.as_secs_f64())) } }
            div.track { svg height=(LANE + ROOM) aria-hidden="true" { @for span in busy { (bar(scale, span, 0, "busy")) } } }
            div.time { (duration(wall)) }
            div.rows {}
        }
    }
}

/// A line that opens: the text, and each of the times it was sent.
fn line(group: &Group<'_>, scale: &Scale) -> Markup {
    let class = match (group.failed(), group.finding) {
        (true, _) => "failed",
        (false, Some(_)) => "found",
        (false, None) => "plain",
    };
    html! {
        details class={ "line " (class) } {
            summary {
                div.what {
                    div.sql {
                        @if group.statements.len() > 1 { span.times { (count(group.statements.len() as u64)) "×" } }
                        code { (headline(group.sql)) }
                    }
                    div.site {
                        @if let Some(finding) = group.finding { span.rule { (rule(finding.rule)) } }
                        code title=(group.site) { bdi { (group.site) } }
                    }
                }
                div.track { (bars(group, scale)) }
                div.time { (duration(group.wall())) }
                div.rows { @match group.rows() { Some(rows) => (count(rows)), None => "–" } }
            }
            div.inside {
                pre { code { (group.sql) } }
                @if let Some(finding) = group.finding {
                    p { a href=(format!("#{}", finding.id)) { (finding.path) } ": " @match &finding.fix { Some(fix) => code.fix { (fix) }, None => (finding.advice) } }
                }
                (times(group))
            }
        }
    }
}

fn bars(group: &Group<'_>, scale: &Scale) -> Markup {
    let height = group.height() * LANE + ROOM;
    let label =
        format!("{} in {}", counted(group.statements.len() as u64, "statement"), duration(group.wall()));
    html! {
        svg height=(height) role="img" aria-label=(label) {
            @for (statement, lane) in group.statements.iter().zip(&group.lanes) {
                (bar(scale, interval(statement), *lane, if statement.error.is_some() { "error" } else { "sent" }))
            }
        }
    }
}

fn bar(scale: &Scale, span: Interval, lane: usize, class: &str) -> Markup {
    let title = format!("{} from {}", duration(span.end.saturating_sub(span.start)), duration(span.start));
    html! {
        rect class=(class) x=(scale.at(span.start)) width=(scale.width(span.start, span.end)) y=(ROOM / 2 + lane * LANE + 1) height=(BAR) rx="1.5" {
            title { (title) }
        }
    }
}

/// Each of the times that a statement was sent.
fn times(group: &Group<'_>) -> Markup {
    html! {
        table.times {
            thead { tr { th { "sent at" } th { "time" } th { "rows" } th {} } }
            tbody { @for statement in &group.statements { (sent(statement)) } }
        }
    }
}

fn sent(statement: &StatementRecord) -> Markup {
    html! {
        tr {
            td { (duration(statement.start)) }
            td { (duration(statement.wall)) }
            td { @match statement.rows { Some(rows) => (count(rows)), None => "–" } }
            td.error { @if let Some(error) = &statement.error { (error) } }
        }
    }
}
