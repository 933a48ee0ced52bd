//! A statement between its sending and its answer.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio_postgres::Error;
use tracing::Span;

use super::command::Summary;
use super::database::Database;
use super::outcome::{Outcome, Rows};
use super::slow::SlowStatement;
use super::span::{self, Said};
use crate::watch::call::Call;
use crate::watch::home;
use crate::watch::interest::{Interest, is_slow};
use crate::watch::literals::without_literals;
use crate::watch::mode::is_on;
use crate::watch::request::Sent;
use crate::watch::scope::Scope;
use crate::watch::settings::Settings;
use crate::watch::site::Site;

/// A statement that is about to be sent.
pub(crate) struct Leaving<'a> {
    pub(crate) text: Text<'a>,
    pub(crate) database: &'a Database,
    pub(crate) by: By<'a>,
}

/// Whom a statement is sent for.
#[derive(Clone, Copy)]
pub(crate) enum By<'a> {
    Call(&'a Call),
    /// What runs now, for the block that began at this line, or what else that line asked for.
    Line(Site),
}

/// The text of a statement, by who has written it.
#[derive(Clone, Copy)]
pub(crate) enum Text<'a> {
    /// Querent, which writes no values into it; it reads or writes a table, or is for none.
    Own(&'a str, Option<&'static str>),
    /// Querent, of a table, with parts that the user has written, perhaps with values.
    Mixed(&'a str, &'static str),
    /// The user, who may have written values into it.
    Users(&'a str),
}

impl By<'_> {
    pub(crate) fn site(self) -> Site {
        match self {
            By::Call(call) => call.site(),
            By::Line(site) => site,
        }
    }

    /// Notes in the scope that what was read there may be something else from now on, unless `text` only reads.
    #[inline]
    pub(crate) fn sends(self, text: &str) {
        match self {
            By::Call(call) => {
                if let Some(scope) = call.scope() {
                    noted(scope, text);
                }
            }
            By::Line(_) => {
                if is_on()
                    && may_write(text)
                    && let Some(scope) = home::scope()
                {
                    scope.wrote();
                }
            }
        }
    }

    fn scope(self) -> Option<Scope> {
        match self {
            By::Call(call) => call.scope().cloned(),
            By::Line(_) => home::scope(),
        }
    }
}

#[inline(never)] // for those who are not watched
fn noted(scope: &Scope, text: &str) {
    if may_write(text) {
        scope.wrote();
    }
}

/// Whether a statement does not begin as those do that only read.
#[inline]
fn may_write(text: &str) -> bool {
    !text.starts_with("SELECT") && !reads(text) // as most begin, Querent's own among them
}

#[cold]
fn reads(text: &str) -> bool {
    const READING: [&str; 5] = ["SELECT", "VALUES", "DECLARE", "FETCH", "EXPLAIN"];
    let begins = |word: &&str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    READING.iter().any(begins)
}

impl<'a> Text<'a> {
    /// The text as it is sent.
    pub(crate) fn as_str(self) -> &'a str {
        match self {
            Text::Own(text, _) | Text::Mixed(text, _) | Text::Users(text) => text,
        }
    }
}

/// Who finds the plan of a statement that was slow.
pub(crate) type Planner = Box<dyn FnOnce(SlowStatement) + Send>;

/// A statement between its sending and its answer, for those who watch; nothing while nobody does.
///
/// It is told how the statement ends. Dropped before that, the statement was cancelled.
pub(crate) struct Departure(Option<Box<Watched>>);

struct Watched {
    at: Site,
    /// Without values.
    sql: Arc<str>,
    span: Span,
    part: Option<Part>,
    began: Instant,
    clock: Clock,
    planner: Option<Planner>,
}

/// A statement's part in a scope.
struct Part {
    scope: Scope,
    /// When it was sent, since the scope began.
    start: Duration,
}

/// How long somebody has waited.
struct Clock {
    /// Since when somebody waits.
    since: Option<Instant>,
    /// How long somebody has waited before.
    before: Duration,
}

impl Departure {
    /// Of a statement that nobody watches.
    pub(crate) const UNSEEN: Departure = Departure(None);

    /// Begins in the span that is current.
    pub(crate) fn new(leaving: &Leaving<'_>) -> Departure {
        let scope = leaving.by.scope();
        if !Interest::is_in_all() && !scope.as_ref().is_some_and(Scope::looks_at_statements) {
            return Departure::UNSEEN;
        }
        let at = leaving.by.site();
        let (text, table, is_ours) = match leaving.text {
            Text::Own(text, table) => (Cow::Borrowed(text), table, true),
            Text::Mixed(text, table) => (Cow::Owned(without_literals(text)), Some(table), true),
            Text::Users(text) => (Cow::Owned(without_literals(text)), None, false),
        };
        let has_span =
            Interest::Spans.is_there() || scope.as_ref().is_some_and(|scope| scope.settings().spans);
        let span = match has_span {
            false => Span::none(),
            true => span::begin(&Said {
                summary: Summary::of(&text, table),
                is_ours,
                text: &text,
                database: leaving.database,
                at,
            }),
        };
        let began = Instant::now();
        let part = scope.map(|scope| Part { start: began - scope.began(), scope });
        let clock = Clock { since: Some(began), before: Duration::ZERO };
        let sql = text.into();
        Departure(Some(Box::new(Watched { at, sql, span, part, began, clock, planner: None })))
    }

    /// Lets `planner` find the plan, should the statement be slow and plans be wanted.
    pub(crate) fn explained_by(mut self, planner: impl FnOnce() -> Option<Planner>) -> Self {
        if let Some(watched) = &mut self.0
            && (Interest::Plans.is_there() || watched.settings().is_some_and(|settings| settings.plans))
        {
            watched.planner = planner();
        }
        self
    }

    /// Notes that nobody waits for the database now: the rows that have come are worked on.
    pub(crate) fn pause(&mut self) {
        if let Some(watched) = &mut self.0 {
            watched.clock.stop(Instant::now());
        }
    }

    /// Notes that somebody waits for the database again.
    pub(crate) fn resume(&mut self) {
        if let Some(watched) = &mut self.0 {
            watched.clock.since.get_or_insert_with(Instant::now);
        }
    }

    /// The statement is answered.
    pub(crate) fn land(&mut self, rows: Rows) {
        self.end(Outcome::Answered(rows));
    }

    /// The statement has failed.
    pub(crate) fn fail(&mut self, error: &Error) {
        self.end(Outcome::Failed(error));
    }

    /// The statement is answered, or has failed.
    pub(crate) fn arrive<T>(&mut self, result: &Result<T, Error>, rows: impl FnOnce(&T) -> Rows) {
        if self.0.is_some() {
            match result {
                Ok(answer) => self.land(rows(answer)),
                Err(error) => self.fail(error),
            }
        }
    }

    #[inline]
    fn end(&mut self, outcome: Outcome<'_>) {
        if let Some(watched) = self.0.take() {
            watched.end(outcome);
        }
    }
}

impl Drop for Departure {
    #[inline]
    fn drop(&mut self) {
        self.end(Outcome::Cancelled);
    }
}

impl Watched {
    #[cold]
    fn end(mut self, outcome: Outcome<'_>) {
        span::end(&self.span, &outcome);
        drop(std::mem::replace(&mut self.span, Span::none())); // its end, before anything else takes time
        let now = Instant::now();
        if let Some(part) = &self.part {
            part.scope.record(|| self.sent(part.start, now, &outcome));
        }
        let took = self.clock.stop(now);
        if is_slow(took)
            || self.settings().and_then(|settings| settings.slow).is_some_and(|from| took >= from)
        {
            self.tell(took, outcome);
        }
    }

    /// Those of its scope.
    fn settings(&self) -> Option<&Settings> {
        self.part.as_ref().map(|part| &**part.scope.settings())
    }

    fn sent(&self, start: Duration, now: Instant, outcome: &Outcome<'_>) -> Sent {
        Sent {
            sql: self.sql.clone(),
            site: self.at,
            start,
            wall: now - self.began,
            rows: outcome.rows(),
            error: outcome.error().map(str::to_owned),
        }
    }

    fn tell(self, took: Duration, outcome: Outcome<'_>) {
        let endpoint = self.part.map(|part| part.scope.endpoint());
        let slow = SlowStatement::new(self.at, took, self.sql, &outcome).of(endpoint);
        match self.planner {
            Some(planner) => planner(slow),
            None => drop(slow), // which tells of it
        }
    }
}

impl Clock {
    /// Stops, and says how long somebody has waited.
    fn stop(&mut self, now: Instant) -> Duration {
        self.before += self.since.take().map(|since| now - since).unwrap_or_default();
        self.before
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;
    use crate::watch::interest::are_watched;

    #[test]
    fn a_statement_that_no_scope_keeps_is_not_noted_where_nobody_else_asks() {
        let settings = Settings { keep: 1, ..Settings::default() };
        let attention = settings.attend();
        let keeping = Scope::with(Arc::new(settings), "keeps".into(), Some(attention));
        assert!(are_watched());
        let database = Database::default();
        let (text, by) = (Text::Users("SELECT 1"), By::Line(Location::caller()));
        let leaves = || Departure::new(&Leaving { text, database: &database, by }).0.is_some();
        assert_eq!((leaves(), keeping.enter(leaves)), (false, true));
        drop(keeping);
        assert!(!are_watched());
    }
}
