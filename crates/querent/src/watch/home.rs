//! Where a finding belongs, and what becomes of it.

use std::sync::Arc;

use crate::error::{Error, Kind, Result};

use super::entered::{Current, current};
use super::finding::Finding;
use super::ledger;
use super::mode::{Mode, is_on};
use super::problem::{Problem, Rows};
use super::request_span;
use super::scope::{Added, Scope};
use super::settings::Settings;
use super::warning;

/// Where a finding belongs: to a scope, or to the process.
#[derive(Clone)]
pub(super) enum Home {
    Scope(Scope),
    Process(Arc<Settings>),
}

/// Whether a finding is told with its totals by the scope that it belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Totals {
    /// By the scope.
    Scope,
    /// By whoever has made it.
    Own,
}

/// The scope of the code that runs, if there is one and anybody wants to know. It is no query that lacks one.
pub(super) fn scope() -> Option<Scope> {
    if !is_on() {
        return None;
    }
    match current() {
        Some(Current::Scope(scope)) => entered(scope),
        Some(Current::Nobody) => None,
        None => request_span::scope(&Settings::of_process()?),
    }
}

/// A scope that was entered, if anybody wants to know.
#[inline]
fn entered(scope: Scope) -> Option<Scope> {
    if scope.seeks_span() {
        request_span::found(&scope);
    }
    (scope.is_watched() && scope.settings().mode != Mode::Off).then_some(scope)
}

impl Home {
    /// That of the code that runs; `None` if nobody wants to know.
    #[inline]
    pub(super) fn current() -> Option<Home> {
        if is_on() { Home::of_current() } else { None }
    }

    fn of_current() -> Option<Home> {
        match current() {
            Some(Current::Scope(scope)) => entered(scope).map(Home::Scope),
            Some(Current::Nobody) => None,
            None => Home::outside(),
        }
    }

    /// That of code that no scope was entered for.
    fn outside() -> Option<Home> {
        let settings = Settings::of_process()?;
        Some(request_span::scope(&settings).map_or(Home::Process(settings), Home::Scope))
    }

    pub(super) fn settings(&self) -> &Settings {
        match self {
            Home::Scope(scope) => scope.settings(),
            Home::Process(settings) => settings,
        }
    }

    /// What tells it from others; 0 is the process.
    pub(super) fn number(&self) -> u64 {
        self.scope().map_or(0, Scope::number)
    }

    pub(super) fn scope(&self) -> Option<&Scope> {
        match self {
            Home::Scope(scope) => Some(scope),
            Home::Process(_) => None,
        }
    }

    /// Whether anybody wants to know still.
    fn is_watched(&self) -> bool {
        match self {
            Home::Scope(scope) => scope.is_watched(),
            Home::Process(_) => Settings::are_set(),
        }
    }

    /// Notes what was found by a query that is about to be sent.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`] where findings are errors.
    ///
    /// # Panics
    ///
    /// Where findings are panics.
    pub(super) fn found(&self, problem: &Arc<Problem>, rows: Rows) -> Result<()> {
        match self.note(problem, rows) {
            Some(_) => self.refuse(problem, rows),
            None => Ok(()), // nobody is told
        }
    }

    /// Lets a query fail for what was noted.
    ///
    /// # Errors
    ///
    /// As those of [`found`](Self::found).
    ///
    /// # Panics
    ///
    /// As [`found`](Self::found).
    pub(super) fn refuse(&self, problem: &Problem, rows: Rows) -> Result<()> {
        match self.settings().mode {
            Mode::Error => Err(Error::new(Kind::NPlusOne, self.finding(problem, rows).to_string())),
            Mode::Panic => panic!("{}", self.finding(problem, rows)),
            Mode::Off | Mode::Warn | Mode::Deny => Ok(()),
        }
    }

    /// Notes what was found, by nobody who could fail because of it; `None` if it is expected, or the watch was turned off.
    pub(super) fn note(&self, problem: &Arc<Problem>, rows: Rows) -> Option<Totals> {
        if !self.is_watched() {
            return None;
        }
        let settings = self.settings();
        if !settings.allowed.is_empty() {
            let (name, endpoint) = (problem.name(), self.scope().map(Scope::endpoint));
            if settings.allowed.iter().any(|allowed| allowed.expects_finding(&name, endpoint.as_deref())) {
                return None;
            }
        }
        let added = self.scope().map_or(Added::TooLate, |scope| scope.add(problem));
        if added == Added::TooLate && settings.mode != Mode::Off {
            let finding = Finding { endpoint: None, ..self.finding(problem, rows) };
            ledger::found_outside(problem.id, problem.outside.get_or_init(|| finding));
        }
        let is_logged = match settings.mode {
            Mode::Off => false,
            Mode::Warn => true,
            Mode::Deny | Mode::Error | Mode::Panic => !self.scope().is_some_and(Scope::answers),
        };
        if is_logged && added != Added::Again {
            warning::begins(problem, || self.finding(problem, rows));
        }
        Some(if added == Added::TooLate { Totals::Own } else { Totals::Scope })
    }

    /// What is known of a problem now.
    pub(super) fn finding(&self, problem: &Problem, rows: Rows) -> Finding {
        finding(problem, self.scope(), rows)
    }
}

/// Tells the totals of what was found outside of any scope, since its rows are gone. Their query may have run in one.
pub(super) fn ends(problem: &Problem, scope: Option<&Scope>) {
    let finding = finding(problem, scope, Rows::All);
    if let Some(before) = problem.outside.get() {
        ledger::grown_outside(problem.id, before, &finding);
    }
    warning::ends(problem, || finding);
}

fn finding(problem: &Problem, scope: Option<&Scope>, rows: Rows) -> Finding {
    let endpoint = scope.map(Scope::endpoint);
    problem.finding(endpoint.as_deref(), rows)
}
