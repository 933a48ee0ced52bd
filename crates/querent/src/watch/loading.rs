//! What is loaded for the rows of one result, one row at a time.

use std::sync::Arc;
use std::time::Instant;

use crate::address::address;
use crate::ast::Plan;
use crate::error::Result;
use crate::meta::{ColumnMeta, RelationMeta};

use super::asked::Asked;
use super::call::Call;
use super::few::place_of;
use super::fix::{Fix, Way, refined};
use super::home::{Home, Totals};
use super::known::{Place, Queried, known};
use super::lazy::{Among, Counted, Lazy, Load, Loads, Noted, TooMany};
use super::problem::{Problem, What};
use super::result_set::{Find, Lazily, ResultSet};
use super::rule::Rule;
use super::scope::Scope;
use super::site::Site;
use super::tally::{Tally, UnderWay};
use super::thresholds::Thresholds;

impl ResultSet {
    /// A call for a load that runs for `home`.
    ///
    /// # Errors
    ///
    /// [`Kind::NPlusOne`](crate::Kind::NPlusOne) where findings are errors, and it is the one too many.
    pub(super) fn load(
        &self,
        home: Home,
        load: Load,
        queried: impl FnOnce() -> Option<Queried>,
        what: impl FnOnce() -> What,
    ) -> Result<Call> {
        let now = Instant::now();
        let Noted { counted: Counted { tally, is_too_many }, of, is_new } = self.note(&home, &load, now);
        let too_many = is_too_many.then(|| (home.clone(), tally.clone()));
        let call = Call::of(load.site, Some(home), Some(UnderWay::begun(tally, now))).for_a_row(is_new);
        if let Some((home, tally)) = too_many {
            self.found(&home, load, tally, of, queried, what)?;
        }
        Ok(call)
    }

    #[inline(always)] // as `Counts::begin`
    fn note(&self, home: &Home, load: &Load, now: Instant) -> Noted {
        let rows = self.rows();
        let among = Among {
            rows,
            is_alone: self.find == Find::Several && rows == 1,
            are_looked_up: self.find == Find::One,
            scope: home.number(),
            writes: home.scope().map(Scope::writes),
        };
        let own = &home.settings().thresholds;
        let expected;
        let thresholds = match load.is_expected() {
            // What is expected happens at the second row, whatever it costs.
            true => {
                expected =
                    Thresholds { repeats: 2, single_rows: own.single_rows, ..Thresholds::development() };
                &expected
            }
            false => own,
        };
        loads(&mut self.lazy.lock(), load).note(load, &among, thresholds, now)
    }

    /// Tells of loads that there are too many `of`.
    #[cold]
    fn found(
        &self,
        home: &Home,
        load: Load,
        tally: Arc<Tally>,
        of: TooMany,
        queried: impl FnOnce() -> Option<Queried>,
        what: impl FnOnce() -> What,
    ) -> Result<()> {
        if let Some(allowed) = &load.allowed {
            allowed.happened();
            return Ok(());
        }
        let what = || match of {
            TooMany::Rows => what(),
            TooMany::OfOne => What { rule: Rule::RedundantQuery, fix: None, ..what() },
        };
        let what = known(self.place(&load, of, queried()), what);
        let (problem, rows) = (Problem::known(what, tally), self.known_rows());
        let noted = home.note(&problem, rows);
        if noted == Some(Totals::Own) {
            loads(&mut self.lazy.lock(), &load).own.push(problem.clone());
        }
        match noted {
            Some(_) => home.refuse(&problem, rows),
            None => Ok(()),
        }
    }

    /// What the texts about a load depend on.
    fn place(&self, load: &Load, of: TooMany, queried: Option<Queried>) -> Place {
        Place {
            model: address(self.root.model),
            path: self.path.iter().map(|step| address(*step)).collect(),
            query_at: address(self.root.query),
            loaded_at: address(load.site),
            source: self.source,
            loaded: self.loaded,
            lazy: load.lazy,
            of,
            queried,
        }
    }

    /// What the texts depend on of a manager's query for a relation.
    pub(super) fn queried(&self, relation: &'static RelationMeta, plan: &Plan) -> Queried {
        Queried { refined: refined(plan), is_prefetched: self.eager.is_prefetched(relation.index) }
    }

    /// A load of a relation.
    pub(super) fn relation_loaded(&self, relation: &'static RelationMeta, asked: Asked, site: Site) -> What {
        let rule = if asked == Asked::Rows { Rule::LazyRelation } else { Rule::CountInLoop };
        self.what(rule, relation.name, site, self.way().load(relation, asked))
    }

    /// What is wrong at `site` with a relation or field of these rows.
    pub(super) fn what(&self, rule: Rule, name: &str, site: Site, fix: Fix) -> What {
        What {
            rule,
            model: self.root.model.name,
            path: self.way().dotted(name),
            loaded_at: site,
            query_at: Some(self.root.query),
            fix: Some(fix),
            sql: None,
            refined: None,
        }
    }

    /// A manager's query for a relation.
    pub(super) fn relation_queried(
        &self,
        relation: &'static RelationMeta,
        asked: Asked,
        site: Site,
        plan: &Plan,
    ) -> What {
        let what = self.relation_loaded(relation, asked, site);
        let fix = match self.eager.is_prefetched(relation.index) {
            true => Some(Way::loaded(relation)),
            false => what.fix,
        };
        What { fix, refined: refined(plan), ..what }
    }

    /// A load of a deferred field.
    pub(super) fn field_loaded(&self, column: &'static ColumnMeta, site: Site) -> What {
        self.what(Rule::DeferredField, column.field, site, self.way().undefer(column, self.loaded))
    }
}

/// What is known of the loads of one relation or field.
#[inline(always)] // as `Counts::begin`
fn loads<'a>(all: &'a mut Vec<Lazily>, load: &Load) -> &'a mut Loads {
    let (lazy, is_expected) = (load.lazy, load.is_expected());
    let is = |one: &Lazily| one.lazy == lazy && one.is_expected == is_expected;
    let at = place_of(all, is).unwrap_or_else(|| begin(all, lazy, is_expected));
    &mut all[at].loads
}

#[cold]
fn begin(all: &mut Vec<Lazily>, lazy: Lazy, is_expected: bool) -> usize {
    all.reserve_exact(1); // mostly it stays the only one
    all.push(Lazily { lazy, is_expected, loads: Loads::default() });
    all.len() - 1
}
