//! One awaited call, as the watch sees it.

use std::time::Instant;

use crate::error::Result;
use crate::meta::ModelMeta;

use super::allow::{Allowance, Entries};
use super::asked::Write;
use super::fix::Source;
use super::home::Home;
use super::loop_fix;
use super::loops::{GroupNumber, InGroup, Repeated, Rules, Text};
use super::mute;
use super::problem::{Problem, Rows, What};
use super::query::Query;
use super::rule::Rule;
use super::scope::Scope;
use super::site::Site;
use super::tally::UnderWay;

/// One awaited call: the line that awaits it, and whom it runs for.
///
/// It lives as long as what was awaited does. While the watch is off it is a line and nothing else.
pub(crate) struct Call {
    site: Site,
    home: Option<Home>,
    /// What it is of the loads for the rows of its result.
    _load: Option<UnderWay>,
    /// What it is of the queries of its scope, and since when.
    repeated: Option<(InGroup, Instant)>,
    /// Their group, if it looks up single rows as they do.
    looks_up: Option<GroupNumber>,
    /// What its query expects.
    allowed: Entries,
    /// What it is that asks for rows.
    source: Source,
    /// Whether it is counted as one for another row.
    is_for_another_row: bool,
}

impl Call {
    /// A call that is awaited at `site`, when it is polled first.
    #[inline]
    pub(crate) fn begin(site: Site) -> Call {
        Call::of(site, Home::current(), None)
    }

    /// A call on behalf of `home`.
    #[inline]
    pub(super) fn of(site: Site, home: Option<Home>, load: Option<UnderWay>) -> Call {
        if let Some(Home::Process(_)) = home {
            mute::no_scope();
        }
        Call {
            site,
            home,
            _load: load,
            repeated: None,
            looks_up: None,
            allowed: Entries::default(),
            source: Source::Query,
            is_for_another_row: false,
        }
    }

    /// It is for a row that is known: for another one than those before, or for one of them again.
    #[inline]
    pub(super) fn for_a_row(mut self, is_another: bool) -> Call {
        self.is_for_another_row = is_another;
        self
    }

    /// Its statement is written by hand.
    pub(crate) fn by_hand(mut self) -> Call {
        self.source = Source::ByHand;
        self
    }

    /// It loads relations of instances that are there.
    pub(crate) fn for_instances(mut self) -> Call {
        self.source = Source::Instances;
        self
    }

    pub(super) fn source(&self) -> Source {
        self.source
    }

    /// What its query expects is not told.
    #[inline]
    pub(super) fn allow(&mut self, allowed: &[Allowance]) {
        if self.home.is_some() {
            self.allowed = Entries::of(allowed);
        }
    }

    pub(super) fn allowed(&self) -> &Entries {
        &self.allowed
    }

    pub(crate) fn site(&self) -> Site {
        self.site
    }

    /// The scope it runs in.
    #[inline]
    pub(crate) fn scope(&self) -> Option<&Scope> {
        self.home.as_ref()?.scope()
    }

    /// The scope in which it looks rows up one by one with others, and their group there.
    #[inline]
    pub(super) fn looks_up(&self) -> Option<(&Scope, GroupNumber)> {
        let group = self.looks_up?;
        Some((self.scope()?, group))
    }

    #[inline]
    pub(super) fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Notes a query that is about to be sent: a line that sends it for one key after another is a loop, and one that sends it
    /// with the same values again and again could keep the answer.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors.
    #[inline]
    pub(crate) fn repeats(&mut self, query: &Query<'_>) -> Result<()> {
        if self.home.is_some() { self.noted(query, true) } else { Ok(()) }
    }

    /// As [`repeats`](Self::repeats), of a query for a row that is known: that it is sent for one row after another has been
    /// noted.
    ///
    /// # Errors
    ///
    /// As those of [`repeats`](Self::repeats).
    #[inline]
    pub(super) fn repeats_for_a_row(&mut self, query: &Query<'_>) -> Result<()> {
        if self.home.is_some() { self.noted(query, false) } else { Ok(()) }
    }

    fn noted(&mut self, query: &Query<'_>, can_be_a_loop: bool) -> Result<()> {
        let Some(scope) = self.scope() else { return Ok(()) };
        let site = self.site;
        let (database, values) = (query.database, query.values());
        let text = Text::Statement(&query.statement.text);
        // Rows may share what is asked for, and it is one finding that it is asked for row by row.
        let can_be_redundant = !self.is_for_another_row;
        let repeated = Repeated { database, site, text, values, can_be_a_loop, can_be_redundant };
        let now = Instant::now();
        let Some(counted) = scope.begin_query(repeated, || query.rules(), now) else { return Ok(()) };
        self.looks_up = counted.looks_up().filter(|_| query.is_whole());
        self.counted(counted, now, |rule| query.found(rule, site))
    }

    /// Notes that what was read before is read again on purpose.
    pub(crate) fn expecting_changes(self) -> Call {
        if let Some(scope) = self.scope() {
            scope.wrote();
        }
        self
    }

    /// Notes that a row of `model` is about to be written.
    ///
    /// # Errors
    ///
    /// As those of [`repeats`](Self::repeats).
    pub(crate) fn writes(&mut self, database: u64, model: &'static ModelMeta, write: Write) -> Result<()> {
        let Some(scope) = self.scope().filter(|scope| scope.settings().thresholds.writes.is_some()) else {
            return Ok(());
        };
        let (site, name) = (self.site, write.as_str());
        let repeated = Repeated {
            database,
            site,
            text: Text::Write(name),
            values: scope.next_row(),
            can_be_a_loop: true,
            can_be_redundant: false,
        };
        let rules = || Some(Rules { varied: Some(Rule::WriteInLoop), same: None });
        let now = Instant::now();
        let Some(counted) = scope.begin_query(repeated, rules, now) else { return Ok(()) };
        self.counted(counted, now, |rule| What {
            rule,
            model: model.name,
            path: format!("{}.{name}", model.name),
            loaded_at: site,
            query_at: None,
            fix: Some(loop_fix::of_writes(model, write)),
            sql: None,
            refined: None,
        })
    }

    #[inline]
    fn counted(&mut self, query: InGroup, now: Instant, what: impl FnOnce(Rule) -> What) -> Result<()> {
        debug_assert!(self.repeated.is_none(), "what is counted twice ends once");
        self.repeated = Some((query, now));
        if query.is_too_many { self.found(query, what) } else { Ok(()) }
    }

    #[cold]
    fn found(&self, query: InGroup, what: impl FnOnce(Rule) -> What) -> Result<()> {
        let Some(home) = &self.home else { return Ok(()) }; // nobody has counted
        match home.scope().and_then(|scope| scope.too_many(query)) {
            Some((rule, tally)) => home.found(&Problem::new(what(rule), tally), Rows::All),
            None => Ok(()), // it has ended meanwhile
        }
    }
}

/// Its query is over.
impl Drop for Call {
    #[inline]
    fn drop(&mut self) {
        if let Some((query, began)) = self.repeated
            && let Some(scope) = self.scope()
        {
            scope.end_query(query, began, Instant::now());
        }
    }
}

impl From<Site> for Call {
    fn from(site: Site) -> Call {
        Call::begin(site)
    }
}
