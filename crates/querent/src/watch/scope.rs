//! One request, job or test.

use std::mem::take;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Instant, SystemTime};

use parking_lot::Mutex;

use super::finding::Finding;
use super::found::Found;
use super::ledger;
use super::loops::{GroupNumber, InGroup, Loops, Repeated, Rules, Shared};
use super::mode::Mode;
use super::number;
use super::problem::Problem;
use super::process::kept_requests;
use super::request::{self, Ended, STATEMENTS, Sent};
use super::rule::Rule;
use super::settings::{Attention, Settings};
use super::tally::Tally;
use super::warning;

/// One request, job or test: what its queries are counted together for.
///
/// A clone is the same scope. `querent-axum` has a layer that makes one for each request; [`scope`](super::scope()) makes
/// one for a future. Relations and fields that are loaded row by row are found without one, too.
#[derive(Clone)]
pub struct Scope(Arc<Inner>);

/// A scope as what it keeps itself refers to it: that does not keep the scope.
#[derive(Clone)]
pub(super) struct Keeper(Weak<Inner>);

struct Inner {
    settings: Arc<Settings>,
    began: Instant,
    /// When it began, where requests are kept.
    started: Option<SystemTime>,
    has_ended: AtomicBool,
    /// Whether its work is being dropped.
    is_given_up: AtomicBool,
    /// Whether it is to be that of the span around it, which is not known yet.
    seeks_span: AtomicBool,
    /// How many rows were written one by one.
    rows: AtomicU64,
    /// How many statements may have written something.
    writes: AtomicU64,
    number: u64,
    state: Mutex<State>,
    /// Of a scope that is watched whether the process is or not.
    attention: Option<Attention>,
}

struct State {
    endpoint: Arc<str>,
    loops: Loops,
    problems: Vec<Arc<Problem>>,
    statements: Vec<Sent>,
    left_out: u64,
    /// Once it has ended, if there was anything.
    found: Option<Found>,
}

/// What a finding is to its scope.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Added {
    /// The first one of its id.
    First,
    /// Of another result of the same query: the scope tells them as one.
    Again,
    /// The scope has ended.
    TooLate,
}

/// The most results that the findings of one scope are of.
const PROBLEMS: usize = 1_024;

/// How a scope came to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Whole,
    Aborted,
    Forgotten,
}

impl Scope {
    /// A scope of this name, such as `GET /products/{id}`: the names of what takes parameters, not their values.
    ///
    /// Nothing is counted in it unless the watch is on.
    pub fn new(endpoint: impl Into<Arc<str>>) -> Scope {
        let off = || Settings { mode: Mode::Off, ..Settings::default() };
        Scope::with(Settings::of_process().unwrap_or_else(|| Arc::new(off())), endpoint.into(), None)
    }

    pub(super) fn with(settings: Arc<Settings>, endpoint: Arc<str>, attention: Option<Attention>) -> Scope {
        Scope(Arc::new(Inner {
            started: (settings.keep > 0).then(SystemTime::now),
            settings,
            began: Instant::now(),
            has_ended: AtomicBool::new(false),
            is_given_up: AtomicBool::new(false),
            seeks_span: AtomicBool::new(false),
            rows: AtomicU64::new(0),
            writes: AtomicU64::new(0),
            number: number::another(),
            state: Mutex::new(State::new(endpoint)),
            attention,
        }))
    }

    /// Gives it another name, once more is known: which route a request has taken, for instance.
    pub fn set_endpoint(&self, endpoint: impl Into<Arc<str>>) {
        self.0.state.lock().endpoint = endpoint.into();
    }

    /// The scope's name.
    pub fn endpoint(&self) -> Arc<str> {
        self.0.endpoint()
    }

    /// Ends the scope: writes the totals of what was found into the log, and returns it.
    ///
    /// What is found later, by work that goes on, is no part of it. A second call returns the same.
    pub fn finish(&self) -> Vec<Finding> {
        self.0.end(End::Whole);
        self.0.findings()
    }

    /// As [`finish`](Self::finish), for who has no use for the list: so none is made.
    pub fn close(&self) {
        self.0.end(End::Whole);
    }

    /// Says that the work is about to be dropped before its end: what rows have that go with it was not left unused.
    ///
    /// [`abort`](Self::abort) ends the scope after that.
    pub fn give_up(&self) {
        self.0.is_given_up.store(true, Ordering::Release);
    }

    /// Whether its rows may be dropped for another reason than that nobody needs them.
    pub(super) fn is_given_up(&self) -> bool {
        self.0.is_given_up.load(Ordering::Acquire) || self.has_ended()
    }

    /// As [`finish`](Self::finish), for a scope whose work was dropped before its end.
    pub fn abort(&self) -> Vec<Finding> {
        self.0.end(End::Aborted);
        self.0.findings()
    }

    /// Ends the scope as if it had never been: nothing is logged, counted or kept. For requests that are about the watch.
    pub fn forget(&self) {
        self.0.end(End::Forgotten);
    }

    pub(super) fn settings(&self) -> &Arc<Settings> {
        &self.0.settings
    }

    /// Whether it is to be that of the span around it, which is not known yet.
    pub(super) fn seeks_span(&self) -> bool {
        self.0.seeks_span.load(Ordering::Relaxed)
    }

    pub(super) fn set_seeks_span(&self, seeks_span: bool) {
        self.0.seeks_span.store(seeks_span, Ordering::Relaxed);
    }

    /// Whether anybody wants to know of it still: one of the process is left alone once the watch is off.
    pub(super) fn is_watched(&self) -> bool {
        self.0.attention.is_some() || Settings::are_set()
    }

    /// Whether statements that are sent in it are to be kept.
    fn keeps_statements(&self) -> bool {
        self.0.settings.keep > 0 && !self.has_ended()
    }

    /// Whether anything is done with single statements that are sent in it.
    pub(super) fn looks_at_statements(&self) -> bool {
        self.0.settings.looks_at_statements() && !self.has_ended()
    }

    /// Whether it has ended: what it still has rows of is no part of it.
    pub(super) fn has_ended(&self) -> bool {
        self.0.has_ended.load(Ordering::Acquire)
    }

    /// Adds a finding, unless the scope has ended.
    pub(super) fn add(&self, problem: &Arc<Problem>) -> Added {
        let mut state = self.0.state.lock();
        if self.has_ended() {
            return Added::TooLate;
        }
        let again = state.problems.iter().any(|known| known.id == problem.id);
        if state.problems.len() < PROBLEMS {
            state.problems.push(problem.clone());
        }
        if again { Added::Again } else { Added::First }
    }

    /// Counts a query that is sent now; `None` if the scope has ended.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn begin_query(
        &self,
        query: Repeated<'_>,
        rules: impl FnOnce() -> Option<Rules>,
        now: Instant,
    ) -> Option<InGroup> {
        let mut state = self.0.state.lock();
        if self.has_ended() {
            return None;
        }
        state.loops.begin(query, rules, self.writes(), &self.0.settings.thresholds, now)
    }

    /// Notes that a query which began then is over.
    #[inline]
    pub(super) fn end_query(&self, query: InGroup, began: Instant, now: Instant) {
        self.0.state.lock().loops.end(query, began, now);
    }

    /// What there are too many of with this query, and what was counted; `None` once the scope has ended.
    pub(super) fn too_many(&self, query: InGroup) -> Option<(Rule, Arc<Tally>)> {
        self.0.state.lock().loops.too_many(query)
    }

    /// What the queries of one group share, a new one if there is nothing yet; `None` once the scope has ended.
    pub(super) fn shared(&self, group: GroupNumber, new: impl FnOnce() -> Shared) -> Option<Shared> {
        self.0.state.lock().loops.shared(group, new)
    }

    /// The scope as what it keeps refers to it.
    pub(super) fn keeper(&self) -> Keeper {
        Keeper(Arc::downgrade(&self.0))
    }

    /// A number for the next row that is written, which has no value of its own to be told by.
    pub(super) fn next_row(&self) -> u64 {
        self.0.rows.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes that what was read may be something else from now on.
    pub(super) fn wrote(&self) {
        self.0.writes.fetch_add(1, Ordering::Relaxed);
    }

    /// How often something was written.
    pub(super) fn writes(&self) -> u64 {
        self.0.writes.load(Ordering::Relaxed)
    }

    /// What tells it from other scopes.
    pub(super) fn number(&self) -> u64 {
        self.0.number
    }

    /// Whether somebody is told what was found in it: a test, or who captures.
    pub(super) fn answers(&self) -> bool {
        self.0.attention.is_some()
    }

    /// When it began.
    pub(super) fn began(&self) -> Instant {
        self.0.began
    }

    /// Keeps a statement that was sent in the scope, if requests are kept.
    pub(super) fn record(&self, statement: impl FnOnce() -> Sent) {
        if !self.keeps_statements() {
            return;
        }
        let mut state = self.0.state.lock();
        if state.statements.len() < STATEMENTS {
            state.statements.push(statement());
        } else {
            state.left_out += 1;
        }
    }
}

impl Keeper {
    /// The scope, unless it is gone.
    pub(super) fn scope(&self) -> Option<Scope> {
        self.0.upgrade().map(Scope)
    }
}

impl State {
    fn new(endpoint: Arc<str>) -> State {
        State {
            endpoint,
            loops: Loops::default(),
            problems: Vec::new(),
            statements: Vec::new(),
            left_out: 0,
            found: None,
        }
    }
}

impl Inner {
    /// How many requests are kept with it, if it says so itself.
    fn own_keep(&self) -> Option<usize> {
        self.attention.as_ref().map(|_| self.settings.keep)
    }

    fn endpoint(&self) -> Arc<str> {
        self.state.lock().endpoint.clone()
    }

    fn end(&self, end: End) {
        let mut state = self.state.lock();
        if self.has_ended.load(Ordering::Relaxed) {
            return;
        }
        self.has_ended.store(true, Ordering::Release);
        let (loops, statements) = (take(&mut state.loops), take(&mut state.statements));
        let left_out = state.left_out;
        let found = Found::new(state.endpoint.clone(), end == End::Aborted, take(&mut state.problems));
        if !found.totals().is_empty() {
            state.found = Some(found.clone());
        }
        drop(state);
        if self.settings.mode == Mode::Off || end == End::Forgotten {
            return;
        }
        for total in found.totals() {
            warning::ends(total.problem(), || found.finding(total));
        }
        ledger::overflowed(loops.overflowed());
        ledger::ended(&found);
        let keep = self.own_keep();
        if let Some(started) = self.started
            && keep.unwrap_or_else(kept_requests) > 0
        {
            let ended = Ended { found, started, wall: self.began.elapsed(), statements, left_out };
            request::keep(ended, keep);
        }
    }

    /// What was found in it, once it has ended.
    fn findings(&self) -> Vec<Finding> {
        let found = self.state.lock().found.clone();
        found.map(|found| found.findings()).unwrap_or_default()
    }
}

/// A scope that nobody has ended was dropped with its work.
impl Drop for Inner {
    fn drop(&mut self) {
        if !*self.has_ended.get_mut() {
            self.end(End::Aborted);
        }
    }
}

impl std::fmt::Debug for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scope").field("endpoint", &self.endpoint()).finish_non_exhaustive()
    }
}
