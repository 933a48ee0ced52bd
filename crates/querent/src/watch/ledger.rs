//! What the process has found so far.

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use lru::LruCache;
use serde::Serialize;

use crate::locks::lock;
use crate::milliseconds::milliseconds;

use super::allow::{self, UnusedAllow};
use super::finding::Finding;

/// How many findings are told apart, and how many are reported; for the log, the ones longest ago are forgotten.
const FINDINGS: NonZeroUsize = NonZeroUsize::new(1_024).expect("it is not zero");

/// How many scopes of different names are told apart.
const ENDPOINTS: usize = 512;

/// The name that stands for no scope.
const OUTSIDE: &str = "(no request)";

/// What the process has found so far.
struct Ledger {
    seen: LruCache<u32, Seen>,
    /// In how many results nobody has looked at a relation; `None` once somebody has.
    unused: LruCache<u64, Option<u32>>,
    endpoints: HashMap<String, Endpoint>,
    /// How many findings all of them have.
    reported: usize,
    /// What there was no room for.
    left_out: LeftOut,
}

/// What there was no room for.
#[derive(Clone, Copy, Debug, Default)]
struct LeftOut {
    scopes: u64,
    findings: u64,
}

#[derive(Clone, Copy, Default)]
struct Seen {
    occurrences: u64,
    told: u64,
}

#[derive(Default)]
struct Endpoint {
    requests: u64,
    findings: HashMap<String, FindingReport>,
}

static LEDGER: LazyLock<Mutex<Ledger>> = LazyLock::new(|| {
    let (seen, unused) = (LruCache::new(FINDINGS), LruCache::new(FINDINGS));
    let (endpoints, left_out) = (HashMap::new(), LeftOut::default());
    Mutex::new(Ledger { seen, unused, endpoints, reported: 0, left_out })
});

static WITHOUT_SCOPE: AtomicU64 = AtomicU64::new(0);
static OVERFLOW: AtomicU64 = AtomicU64::new(0);

/// Counts a finding of this id; its number among them.
pub(super) fn occur(id: u32) -> u64 {
    let mut ledger = lock(&LEDGER);
    let seen = ledger.seen.get_or_insert_mut(id, Seen::default);
    seen.occurrences += 1;
    seen.occurrences
}

/// Whether an occurrence is told: the first, the tenth, the hundredth.
pub(super) fn is_told(occurrence: u64) -> bool {
    occurrence > 0 && 10_u64.pow(occurrence.ilog10()) == occurrence
}

/// Notes that an occurrence is told; how many were not since the last one that was.
pub(super) fn tell(id: u32, occurrence: u64) -> u64 {
    let mut ledger = lock(&LEDGER);
    let seen = ledger.seen.get_or_insert_mut(id, Seen::default);
    let suppressed = occurrence.saturating_sub(seen.told + 1);
    seen.told = seen.told.max(occurrence);
    suppressed
}

/// Notes whether anybody has looked at what a query loads eagerly; in how many results nobody has, and 0 once somebody has in
/// this process: the others may have failed, or had nothing to show.
pub(super) fn unused_runs(key: u64, used: bool) -> u32 {
    let mut ledger = lock(&LEDGER);
    let runs = ledger.unused.get_or_insert_mut(key, || Some(0));
    *runs = runs.filter(|_| !used).map(|runs| runs.saturating_add(1));
    runs.unwrap_or_default()
}

/// Counts a query that no scope was found for; how many there were before.
pub(super) fn without_scope() -> u64 {
    WITHOUT_SCOPE.fetch_add(1, Ordering::Relaxed)
}

/// Counts queries that a scope had no room to count.
pub(super) fn overflowed(queries: u64) {
    OVERFLOW.fetch_add(queries, Ordering::Relaxed);
}

/// Notes a scope that has ended, with what was found in it.
pub(super) fn ended(name: &str, findings: &[Finding]) {
    let mut ledger = lock(&LEDGER);
    if let Some(endpoint) = ledger.endpoint(name) {
        endpoint.requests += 1;
        ledger.report(name, findings);
    } else {
        ledger.left_out.scopes += 1;
        ledger.left_out.findings += findings.len() as u64;
    }
}

/// Notes what was found by code that ran in no scope, or in one that had ended.
pub(super) fn found_outside(finding: &Finding) {
    let mut ledger = lock(&LEDGER);
    match ledger.endpoint(OUTSIDE) {
        Some(_) => ledger.report(OUTSIDE, std::slice::from_ref(finding)),
        None => ledger.left_out.findings += 1,
    }
}

/// Notes that a finding of [`found_outside`] has grown: what it was, and what it is now.
pub(super) fn grown_outside(before: &Finding, now: &Finding) {
    let mut ledger = lock(&LEDGER);
    let found = ledger.endpoints.get_mut(OUTSIDE).and_then(|outside| outside.findings.get_mut(&now.id));
    let Some(report) = found else { return };
    report.loads += now.loads.saturating_sub(before.loads);
    report.wall += now.wall.saturating_sub(before.wall);
    report.saving += now.saving.saturating_sub(before.saving);
    report.keep_worst(now);
}

impl Ledger {
    /// The endpoint of this name, if there is one or room for one.
    fn endpoint(&mut self, name: &str) -> Option<&mut Endpoint> {
        let has_room = self.endpoints.len() < ENDPOINTS || self.endpoints.contains_key(name);
        has_room.then(|| self.endpoints.entry(name.to_owned()).or_default())
    }

    /// Adds findings to those of an endpoint.
    fn report(&mut self, name: &str, findings: &[Finding]) {
        let Ledger { endpoints, reported, left_out, .. } = self;
        let Some(endpoint) = endpoints.get_mut(name) else { return };
        for finding in findings {
            let is_new = !endpoint.findings.contains_key(&finding.id);
            if is_new && *reported >= FINDINGS.get() {
                left_out.findings += 1;
                continue;
            }
            *reported += usize::from(is_new);
            endpoint.add(finding);
        }
    }
}

impl Endpoint {
    fn add(&mut self, finding: &Finding) {
        let new = || FindingReport {
            finding: finding.clone(),
            requests: 0,
            loads: 0,
            wall: Duration::ZERO,
            saving: Duration::ZERO,
        };
        let report = self.findings.entry(finding.id.clone()).or_insert_with(new);
        report.requests += 1;
        report.loads += finding.loads;
        report.wall += finding.wall;
        report.saving += finding.saving;
        report.keep_worst(finding);
    }
}

impl FindingReport {
    fn keep_worst(&mut self, finding: &Finding) {
        if finding.loads > self.finding.loads {
            self.finding = finding.clone();
        }
    }
}

/// What the process has found so far.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// By scope, the one first whose findings have taken the most time. What was found outside of any, or in one that had
    /// ended, is that of `(no request)`.
    pub endpoints: Vec<EndpointReport>,
    /// Entries of allow-lists that nothing has matched.
    pub unused_allows: Vec<UnusedAllow>,
    /// How many queries ran in no scope: of these only relations and fields are watched.
    pub without_scope: u64,
    /// How many queries were not counted, because their scope had too many different ones.
    pub overflowed: u64,
    /// How many scopes are in no report, because there are too many different names: names with values in them, for instance.
    pub scopes_left_out: u64,
    /// How many findings are in no report, because there are too many different ones or theirs is a scope that was left out.
    pub findings_left_out: u64,
}

/// What was found in the scopes of one name.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct EndpointReport {
    /// The name: `GET /products/{id}`.
    pub endpoint: String,
    /// How many scopes of it have ended; none of `(no request)`.
    pub requests: u64,
    /// What was found in them, that first which has taken the most time.
    pub findings: Vec<FindingReport>,
}

/// A finding of the scopes of one name, all of them together.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct FindingReport {
    /// The worst of them.
    pub finding: Finding,
    /// How many scopes have it; of `(no request)`, how many results.
    pub requests: u64,
    /// How many queries these were in all.
    pub loads: u64,
    /// How much time they have taken in all. In JSON, milliseconds.
    #[serde(rename = "wall_ms", serialize_with = "milliseconds")]
    pub wall: Duration,
    /// How much of it can be saved at least. In JSON, milliseconds.
    #[serde(rename = "saved_ms", serialize_with = "milliseconds")]
    pub saving: Duration,
}

/// What the process has found so far, by scope, and which entries of allow-lists have matched nothing.
///
/// ```
/// for endpoint in querent::watch::report().endpoints {
///     println!("{}: {} requests, {} findings", endpoint.endpoint, endpoint.requests, endpoint.findings.len());
/// }
/// ```
pub fn report() -> Report {
    let ledger = lock(&LEDGER);
    let mut endpoints: Vec<_> =
        ledger.endpoints.iter().map(|(name, endpoint)| endpoint.report(name)).collect();
    let left_out = ledger.left_out;
    drop(ledger);
    let cost =
        |endpoint: &EndpointReport| endpoint.findings.iter().map(|finding| finding.wall).sum::<Duration>();
    endpoints
        .sort_by(|one, other| cost(other).cmp(&cost(one)).then_with(|| one.endpoint.cmp(&other.endpoint)));
    Report {
        endpoints,
        unused_allows: allow::unused(),
        without_scope: WITHOUT_SCOPE.load(Ordering::Relaxed),
        overflowed: OVERFLOW.load(Ordering::Relaxed),
        scopes_left_out: left_out.scopes,
        findings_left_out: left_out.findings,
    }
}

impl Endpoint {
    fn report(&self, name: &str) -> EndpointReport {
        let mut findings: Vec<_> = self.findings.values().cloned().collect();
        findings.sort_by(|one, other| {
            other.wall.cmp(&one.wall).then_with(|| one.finding.id.cmp(&other.finding.id))
        });
        EndpointReport { endpoint: name.to_owned(), requests: self.requests, findings }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rule::Rule;
    use super::*;

    #[test]
    fn powers_of_ten_are_told_with_what_was_not() {
        let told = (1..=1_000).map(|_| occur(7)).filter(|occurrence| is_told(*occurrence));
        let lines: Vec<_> = told.map(|occurrence| (occurrence, tell(7, occurrence))).collect();
        assert_eq!(lines, [(1, 0), (10, 8), (100, 89), (1_000, 899)]);
    }

    #[test]
    fn a_relation_that_was_looked_at_once_counts_no_more() {
        let runs = [false, false, true, false].map(|used| unused_runs(9, used));
        assert_eq!(runs, [1, 2, 0, 0]);
    }

    #[test]
    fn the_report_has_room_for_so_many_findings_whatever_the_scopes_are() {
        let finding = |number: usize| Finding {
            id: format!("n1-{number:08x}"),
            rule: Rule::QueryInLoop,
            model: "Product",
            path: "Product.get".to_owned(),
            loads: 2,
            siblings: None,
            distinct: 2,
            wall: Duration::ZERO,
            saving: Duration::ZERO,
            concurrent: 1,
            loaded_at: "src/pages.rs:1:1".to_owned(),
            query_at: None,
            fix: None,
            advice: String::new(),
            sql: None,
            endpoint: None,
            aborted: false,
        };
        for number in 0..3_000 {
            ended(&format!("GET /{}", number % 3), &[finding(number), finding(number)]);
        }
        let found = |endpoint: &EndpointReport| endpoint.findings.len();
        assert_eq!(report().endpoints.iter().map(found).sum::<usize>(), FINDINGS.get());
        assert!(report().findings_left_out >= 2 * (3_000 - FINDINGS.get() as u64));
        (0..=ENDPOINTS).for_each(|number| ended(&format!("GET /names/{number}"), &[]));
        assert!(report().scopes_left_out > 0);
    }
}
