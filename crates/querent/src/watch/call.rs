//! One awaited call, as the watch sees it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::ast::{Plan, Sought};
use crate::error::Result;
use crate::meta::{ModelMeta, RelationMeta};
use crate::sql::Statement;

use super::allow::{Allowance, Allowed};
use super::asked::{Asked, Write};
use super::counts::Counted;
use super::fix::Source;
use super::home::Home;
use super::literals::without_literals;
use super::loop_fix;
use super::loops::{Repeated, Rules};
use super::mute;
use super::problem::{Problem, Rows, What};
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
    /// What it is of the queries of its scope.
    repeated: Option<UnderWay>,
    /// What its query expects.
    allowed: Vec<Arc<Allowed>>,
    /// What it is that asks for rows.
    source: Source,
    /// Whether it is counted as one for another row.
    is_for_another_row: bool,
}

/// A query that a line sends, perhaps again and again.
pub(crate) struct Query<'a> {
    /// The number of the pool that it goes to: databases are told apart by their pools.
    pub(crate) database: u64,
    pub(crate) model: &'static ModelMeta,
    /// `None` of a statement written by hand.
    pub(crate) plan: Option<&'a Plan>,
    /// The relation that it loads for one instance.
    pub(crate) relation: Option<&'static RelationMeta>,
    pub(crate) asked: Asked,
    pub(crate) statement: &'a Statement,
}

impl Call {
    /// A call that is awaited at `site`, when it is polled first.
    pub(crate) fn begin(site: Site) -> Call {
        Call::of(site, Home::current(), None)
    }

    /// A call on behalf of `home`.
    pub(super) fn of(site: Site, home: Option<Home>, load: Option<UnderWay>) -> Call {
        if let Some(Home::Process(_)) = home {
            mute::no_scope();
        }
        Call {
            site,
            home,
            _load: load,
            repeated: None,
            allowed: Vec::new(),
            source: Source::Query,
            is_for_another_row: false,
        }
    }

    /// It is for a row that is known: for another one than those before, or for one of them again.
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
    pub(super) fn allowing(mut self, allowed: &[Allowance]) -> Call {
        if self.home.is_some() {
            self.allowed = allowed.iter().map(|allowance| allowance.entry()).collect();
        }
        self
    }

    pub(super) fn allowed(&self) -> &[Arc<Allowed>] {
        &self.allowed
    }

    pub(crate) fn site(&self) -> Site {
        self.site
    }

    /// The scope it runs in.
    pub(crate) fn scope(&self) -> Option<&Scope> {
        self.home.as_ref()?.scope()
    }

    pub(super) fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Notes a query that is about to be sent: a line that sends it for one key after another is a loop, and one that sends it
    /// with the same values again and again could keep the answer.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors.
    pub(crate) fn repeats(&mut self, query: &Query<'_>) -> Result<()> {
        self.noted(query, true)
    }

    /// As [`repeats`](Self::repeats), of a query for a row that is known: that it is sent for one row after another has been
    /// noted.
    ///
    /// # Errors
    ///
    /// As those of [`repeats`](Self::repeats).
    pub(super) fn repeats_for_a_row(&mut self, query: &Query<'_>) -> Result<()> {
        self.noted(query, false)
    }

    fn noted(&mut self, query: &Query<'_>, can_be_a_loop: bool) -> Result<()> {
        let Some(scope) = self.scope() else { return Ok(()) };
        let sought = match (query.relation, query.plan) {
            (Some(relation), _) => Sought::Relation(relation),
            (None, Some(plan)) => plan.sought(),
            (None, None) => Sought::Raw,
        };
        if scope.has_ended() || matches!(sought, Sought::Apart) {
            return Ok(());
        }
        let varied = match sought {
            _ if !can_be_a_loop => None,
            Sought::Relation(_) if query.asked == Asked::Rows => Some(Rule::LazyRelation),
            Sought::Relation(_) => Some(Rule::CountInLoop),
            Sought::Key | Sought::Column(_) | Sought::Raw => Some(Rule::QueryInLoop),
            Sought::Rows | Sought::Apart => None,
        };
        let mut values = FxHasher::default();
        query.statement.params.iter().for_each(|param| param.hash_value(&mut values));
        let repeated = Repeated {
            key: self.key(query.database, &query.statement.text),
            values: values.finish(),
            // Rows may share what is asked for, and it is one finding that it is asked for row by row.
            rules: Rules { varied, same: (!self.is_for_another_row).then_some(Rule::RedundantQuery) },
        };
        let site = self.site;
        self.counted(&repeated, |rule| What {
            rule,
            model: query.model.name,
            path: path(query, sought),
            loaded_at: site,
            query_at: None,
            fix: match sought {
                _ if rule == Rule::RedundantQuery => None,
                Sought::Relation(relation) => Some(loop_fix::of_relation(relation, query.asked)),
                Sought::Column(column) => Some(loop_fix::of_queries(query.model, Some(column), query.asked)),
                Sought::Raw => Some(loop_fix::of_raw(query.model)),
                Sought::Key | Sought::Rows | Sought::Apart => {
                    Some(loop_fix::of_queries(query.model, None, query.asked))
                }
            },
            sql: Some(match query.statement.may_have_values() {
                true => without_literals(&query.statement.text),
                false => query.statement.text.clone(),
            }),
        })
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
        let Some(scope) = self.scope().filter(|scope| !scope.has_ended()) else { return Ok(()) };
        if scope.settings().thresholds.writes.is_none() {
            return Ok(());
        }
        let key = self.key(database, write.as_str());
        let rules = Rules { varied: Some(Rule::WriteInLoop), same: None };
        let repeated = Repeated { key, values: scope.next_row(), rules };
        let site = self.site;
        self.counted(&repeated, |rule| What {
            rule,
            model: model.name,
            path: format!("{}.{}", model.name, write.as_str()),
            loaded_at: site,
            query_at: None,
            fix: Some(loop_fix::of_writes(model, write)),
            sql: None,
        })
    }

    fn counted(&mut self, repeated: &Repeated, what: impl FnOnce(Rule) -> What) -> Result<()> {
        let (Some(home), Some(scope)) = (&self.home, self.scope()) else { return Ok(()) };
        let Some((Counted { under_way, too_many }, rule)) = scope.count(repeated) else { return Ok(()) };
        if let Some((tally, rule)) = too_many.zip(rule) {
            home.found(&Problem::new(what(rule), tally), Rows::All)?;
        }
        self.repeated = Some(under_way);
        Ok(())
    }

    /// What tells queries of one scope apart: the database, the line and the text.
    fn key(&self, database: u64, text: &str) -> u64 {
        let mut hasher = FxHasher::default();
        (database, self.site.file(), self.site.line(), self.site.column(), text).hash(&mut hasher);
        hasher.finish()
    }
}

/// What a query finds, in a few words.
fn path(query: &Query<'_>, sought: Sought) -> String {
    let model = query.model.name;
    match (sought, query.asked) {
        (Sought::Relation(relation), _) => relation.path(),
        (Sought::Key, Asked::Rows | Asked::First) => format!("{model}.get"),
        (Sought::Key, _) => format!("{model} by key"),
        (Sought::Column(column), _) => {
            format!("{model} by {}", loop_fix::path(query.model, column).join("."))
        }
        (Sought::Raw, _) => format!("{model}.raw"),
        (Sought::Rows | Sought::Apart, _) => model.to_owned(),
    }
}

impl From<Site> for Call {
    fn from(site: Site) -> Call {
        Call::begin(site)
    }
}
