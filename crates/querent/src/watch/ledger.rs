//! What the process has found so far.

use std::collections::hash_map::Entry;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use lru::LruCache;
use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use super::allow;
use super::finding::Finding;
use super::found::Found;
use super::report::{EndpointReport, FindingReport, Report};
use super::tally::Sum;

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
    endpoints: Endpoints,
    /// How many findings all of them have.
    reported: usize,
    /// What there was no room for.
    left_out: LeftOut,
}

/// By the scopes' names. They are routes and not what visitors make up, and there are few.
type Endpoints = FxHashMap<Arc<str>, Endpoint>;

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
    /// By their ids.
    findings: FxHashMap<u32, FindingReport>,
}

static LEDGER: LazyLock<Mutex<Ledger>> = LazyLock::new(|| {
    let (seen, unused) = (LruCache::new(FINDINGS), LruCache::new(FINDINGS));
    let (endpoints, left_out) = (Endpoints::default(), LeftOut::default());
    Mutex::new(Ledger { seen, unused, endpoints, reported: 0, left_out })
});

static WITHOUT_SCOPE: AtomicU64 = AtomicU64::new(0);
static OVERFLOW: AtomicU64 = AtomicU64::new(0);

/// Counts a finding of this id; its number among them.
pub(super) fn occur(id: u32) -> u64 {
    let mut ledger = LEDGER.lock();
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
    let mut ledger = LEDGER.lock();
    let seen = ledger.seen.get_or_insert_mut(id, Seen::default);
    let suppressed = occurrence.saturating_sub(seen.told + 1);
    seen.told = seen.told.max(occurrence);
    suppressed
}

/// Notes that nobody has looked at what one result has loaded eagerly; of how many results that is true, and 0 where somebody
/// has looked at it in this process: the others may have failed, or had nothing to show.
pub(super) fn unused_runs(key: u64) -> u32 {
    let mut ledger = LEDGER.lock();
    let runs = ledger.unused.get_or_insert_mut(key, || Some(0));
    *runs = runs.map(|runs| runs.saturating_add(1));
    runs.unwrap_or_default()
}

/// Notes that somebody has looked at what a query loads eagerly.
pub(super) fn used(key: u64) {
    LEDGER.lock().unused.put(key, None);
}

/// Counts a query that no scope was found for; how many there were before.
pub(super) fn without_scope() -> u64 {
    WITHOUT_SCOPE.fetch_add(1, Ordering::Relaxed)
}

/// Counts queries that a scope had no room to count.
pub(super) fn overflowed(queries: u64) {
    if queries > 0 {
        OVERFLOW.fetch_add(queries, Ordering::Relaxed);
    }
}

/// Notes a scope that has ended, with what was found in it.
pub(super) fn ended(found: &Found) {
    let mut ledger = LEDGER.lock();
    let Ledger { endpoints, reported, left_out, .. } = &mut *ledger;
    match endpoint(endpoints, found.endpoint()) {
        Some(endpoint) => {
            endpoint.requests += 1;
            for total in found.totals() {
                let (id, cost) = (total.problem().id, Cost::from(total.sum()));
                endpoint.add(id, cost, || found.finding(total), reported, left_out);
            }
        }
        None => {
            left_out.scopes += 1;
            left_out.findings += found.totals().len() as u64;
        }
    }
}

/// Notes what was found by code that ran in no scope, or in one that had ended.
pub(super) fn found_outside(id: u32, finding: &Finding) {
    let mut ledger = LEDGER.lock();
    let Ledger { endpoints, reported, left_out, .. } = &mut *ledger;
    match endpoint(endpoints, &OUTSIDE.into()) {
        Some(outside) => outside.add(id, Cost::from(finding), || finding.clone(), reported, left_out),
        None => left_out.findings += 1,
    }
}

/// Notes that a finding of [`found_outside`] has grown: what it was, and what it is now.
pub(super) fn grown_outside(id: u32, before: &Finding, now: &Finding) {
    let mut ledger = LEDGER.lock();
    let found = ledger.endpoints.get_mut(OUTSIDE).and_then(|outside| outside.findings.get_mut(&id));
    let Some(report) = found else { return };
    report.loads += now.loads.saturating_sub(before.loads);
    report.wall += now.wall.saturating_sub(before.wall);
    report.saving += now.saving.saturating_sub(before.saving);
    report.keep_worst(now.loads, || now.clone());
}

/// The endpoint of this name, if there is one or room for one.
fn endpoint<'a>(endpoints: &'a mut Endpoints, name: &Arc<str>) -> Option<&'a mut Endpoint> {
    let has_room = endpoints.len() < ENDPOINTS;
    match endpoints.entry(name.clone()) {
        Entry::Occupied(there) => Some(there.into_mut()),
        Entry::Vacant(place) if has_room => Some(place.insert(Endpoint::default())),
        Entry::Vacant(_) => None,
    }
}

/// What a finding has cost.
#[derive(Clone, Copy)]
struct Cost {
    loads: u64,
    wall: Duration,
    saving: Duration,
}

impl From<&Sum> for Cost {
    fn from(sum: &Sum) -> Cost {
        Cost { loads: sum.loads, wall: sum.wall, saving: sum.saving }
    }
}

impl From<&Finding> for Cost {
    fn from(finding: &Finding) -> Cost {
        Cost { loads: finding.loads, wall: finding.wall, saving: finding.saving }
    }
}

impl Endpoint {
    /// Adds a finding, if it is there or there is room for it.
    fn add(
        &mut self,
        id: u32,
        cost: Cost,
        finding: impl Fn() -> Finding,
        reported: &mut usize,
        left_out: &mut LeftOut,
    ) {
        let report = match self.findings.entry(id) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(_) if *reported >= FINDINGS.get() => {
                left_out.findings += 1;
                return;
            }
            Entry::Vacant(place) => {
                *reported += 1;
                place.insert(FindingReport {
                    finding: finding(),
                    requests: 0,
                    loads: 0,
                    wall: Duration::ZERO,
                    saving: Duration::ZERO,
                })
            }
        };
        report.requests += 1;
        report.loads += cost.loads;
        report.wall += cost.wall;
        report.saving += cost.saving;
        report.keep_worst(cost.loads, finding);
    }
}

/// What the process has found so far, by scope, and which entries of allow-lists have matched nothing.
///
/// ```
/// for endpoint in querent::watch::report().endpoints {
///     println!("{}: {} requests, {} findings", endpoint.endpoint, endpoint.requests, endpoint.findings.len());
/// }
/// ```
pub fn report() -> Report {
    let ledger = LEDGER.lock();
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
    use std::panic::Location;

    use super::super::problem::{Problem, What};
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
        assert_eq!([unused_runs(9), unused_runs(9)], [1, 2]);
        used(9);
        assert_eq!([unused_runs(9), unused_runs(9)], [0, 0]);
    }

    #[test]
    fn the_report_has_room_for_so_many_findings_whatever_the_scopes_are() {
        let problem = |number: usize| {
            let what = What {
                rule: Rule::QueryInLoop,
                model: "Product",
                path: format!("Product.get{number}"),
                loaded_at: Location::caller(),
                query_at: None,
                fix: None,
                sql: None,
                refined: None,
            };
            Problem::new(what, Arc::default())
        };
        let ends = |name: String, problems| ended(&Found::new(name.into(), false, problems));
        for number in 0..3_000 {
            ends(format!("GET /{}", number % 3), vec![problem(2 * number), problem(2 * number + 1)]);
        }
        let found = |endpoint: &EndpointReport| endpoint.findings.len();
        assert_eq!(report().endpoints.iter().map(found).sum::<usize>(), FINDINGS.get());
        assert!(report().findings_left_out >= 2 * 3_000 - FINDINGS.get() as u64);
        (0..=ENDPOINTS).for_each(|number| ends(format!("GET /names/{number}"), Vec::new()));
        assert!(report().scopes_left_out > 0);
    }
}
