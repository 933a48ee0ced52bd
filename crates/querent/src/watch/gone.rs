//! What is told when the rows of a result are gone.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHasher;

use crate::address::address;
use crate::meta::RelationMeta;

use super::fix::Source;
use super::home::{self, Home};
use super::ledger;
use super::problem::{Problem, Rows};
use super::result_set::ResultSet;
use super::rows_home::RowsHome;
use super::rule::Rule;
use super::scope::Scope;
use super::tally::Tally;
use super::used::Usage;

impl ResultSet {
    /// Tells of what was loaded eagerly and never looked at.
    fn tell_unused(&self, home: &Home) {
        let given_up = || std::thread::panicking() || home.scope().is_some_and(Scope::is_given_up);
        if self.eager.is_empty() || self.rows() < 2 || given_up() {
            return;
        }
        if self.source == Source::Instances && self.path.is_empty() {
            return; // the instances are rows of other results, which know who looks
        }
        for (relation, method, used) in self.eager.judged() {
            let usage = self.usage(relation);
            let related = self.related.get(relation);
            let Some(relation) = self.relation(relation) else { continue };
            if used {
                if !usage.is_known() {
                    ledger::used(self.key(relation));
                    usage.note();
                }
                continue;
            }
            let runs = if usage.is_known() { 0 } else { ledger::unused_runs(self.key(relation)) };
            let mut way = vec![relation];
            if let Some(related) = related {
                way.extend(related.loaded_behind(method));
                related.judge_nothing(); // what is behind it was not looked at either
            }
            let enough = home.settings().thresholds.unused;
            if enough > 1 && runs < enough {
                continue;
            }
            if let Some(allowed) = self.allowed(relation, home) {
                allowed.happened();
            } else {
                let fix = self.way().unused(&way, method);
                let what = self.what(Rule::UnusedEagerLoad, relation.name, self.root.query, fix);
                let problem = Problem::new(what, Arc::new(Tally::of_rows(self.rows())));
                home.note(&problem, Rows::All);
            }
        }
    }

    /// Whether somebody looks at the relation of this index that is loaded with these rows.
    fn usage(&self, index: usize) -> Usage {
        let mut hasher = FxHasher::default();
        (address(self.root.query), address(self.root.model), index).hash(&mut hasher);
        self.path.iter().for_each(|step| step.index.hash(&mut hasher));
        Usage::of(hasher.finish())
    }

    /// The relations behind these rows that were loaded with them by one path.
    fn loaded_behind(&self, method: &'static str) -> Vec<&'static RelationMeta> {
        let mut loaded = self.eager.judged().filter(|(_, by, _)| *by == method);
        let (Some((index, ..)), None) = (loaded.next(), loaded.next()) else { return Vec::new() };
        let Some(relation) = self.relation(index) else { return Vec::new() };
        let behind = self.related.get(index).map(|related| related.loaded_behind(method));
        std::iter::once(relation).chain(behind.into_iter().flatten()).collect()
    }

    /// Makes nothing of relations that nobody looks at, here and behind these rows.
    pub(super) fn judge_nothing(&self) {
        if self.is_kept() {
            return; // nothing is made of it anyway, and others look at it
        }
        self.eager.forget();
        self.related.values().for_each(|related| related.judge_nothing());
    }

    /// What tells a relation of the rows of one query from others: its line and the way from there.
    fn key(&self, relation: &'static RelationMeta) -> u64 {
        let mut hasher = FxHasher::default();
        (self.root.query.file(), self.root.query.line(), self.root.model.table).hash(&mut hasher);
        self.path.iter().chain([&relation]).for_each(|step| step.index.hash(&mut hasher));
        hasher.finish()
    }

    fn relation(&self, index: usize) -> Option<&'static RelationMeta> {
        self.way().end().relations.get(index)
    }
}

impl Drop for ResultSet {
    fn drop(&mut self) {
        if let RowsHome::Of(home) = &self.home {
            self.tell_unused(home);
        }
        let lazy = self.lazy.get_mut();
        for problem in lazy.iter().flat_map(|lazily| &lazily.loads.own) {
            home::ends(problem, self.home.scope().as_ref());
        }
    }
}
