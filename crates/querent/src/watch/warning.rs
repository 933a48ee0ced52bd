//! The lines that the watch writes into the log.

use std::sync::atomic::Ordering;

use crate::milliseconds::in_milliseconds;

use super::finding::Finding;
use super::ledger;
use super::problem::Problem;
use super::rule::Rule;
use super::signed::signed;

/// When in the life of a finding a line is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// It has just been made.
    First,
    /// Its scope or its rows are gone.
    Summary,
}

/// Counts a finding that has just been made, and tells the first of its kind.
pub(super) fn begins(problem: &Problem, finding: impl FnOnce() -> Finding) {
    let occurrence = ledger::occur(problem.id);
    problem.occurrence.store(occurrence, Ordering::Relaxed);
    if occurrence == 1 {
        write(&finding(), Phase::First, 1, 0);
    }
}

/// Tells the totals of a finding: of the first of its kind, the tenth, the hundredth.
pub(super) fn ends(problem: &Problem, finding: impl FnOnce() -> Finding) {
    let occurrence = problem.occurrence();
    let is_whole = problem.what.rule == Rule::UnusedEagerLoad && occurrence == 1; // there are no more totals
    if ledger::is_told(occurrence) && !is_whole {
        write(&finding(), Phase::Summary, occurrence, ledger::tell(problem.id, occurrence));
    }
}

macro_rules! write_at {
    ($level:expr, $finding:ident, $phase:ident, $occurrence:ident, $suppressed:ident) => {
        tracing::event!(
            target: "querent::n_plus_one",
            $level,
            id = %$finding.id,
            rule = %$finding.rule,
            model = %$finding.model,
            relation = %$finding.path,
            loads = signed($finding.loads),
            siblings = $finding.siblings.map(signed),
            distinct = signed($finding.distinct),
            wall_ms = in_milliseconds($finding.wall),
            saved_ms = in_milliseconds($finding.saving),
            concurrent = i64::from($finding.concurrent),
            loaded_at = %$finding.loaded_at,
            query_at = $finding.query_at.as_deref().map(tracing::field::display),
            fix = $finding.fix.as_deref().map(tracing::field::display),
            sql = $finding.sql.as_deref().map(tracing::field::display),
            endpoint = $finding.endpoint.as_deref().map(tracing::field::display),
            aborted = $finding.aborted,
            phase = %if $phase == Phase::First { "first" } else { "summary" },
            occurrence = signed($occurrence),
            suppressed = signed($suppressed),
            "{}",
            $finding
        )
    };
}

fn write(finding: &Finding, phase: Phase, occurrence: u64, suppressed: u64) {
    match finding.rule {
        Rule::RedundantQuery => write_at!(tracing::Level::INFO, finding, phase, occurrence, suppressed),
        _ => write_at!(tracing::Level::WARN, finding, phase, occurrence, suppressed),
    }
}
