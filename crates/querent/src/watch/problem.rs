//! A finding that is still being counted.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::fnv::Fnv;

use super::finding::Finding;
use super::fix::{Fix, Place};
use super::rule::Rule;
use super::site::Site;
use super::tally::{Sum, Tally};

/// A finding that is still being counted.
pub(super) struct Problem {
    pub(super) id: u32,
    pub(super) what: Arc<What>,
    pub(super) tally: Arc<Tally>,
    /// How many findings of this id the process had with this one; 0 before it is told.
    pub(super) occurrence: AtomicU64,
    /// What was known of it when it was reported, if it is of no scope.
    pub(super) outside: OnceLock<Finding>,
}

/// What was found, and where.
pub(super) struct What {
    pub(super) rule: Rule,
    pub(super) model: &'static str,
    pub(super) path: String,
    pub(super) loaded_at: Site,
    pub(super) query_at: Option<Site>,
    /// `None` where no code takes its place.
    pub(super) fix: Option<Fix>,
    pub(super) sql: Option<String>,
    /// What of the query that was found the fix has to have, too.
    pub(super) refined: Option<&'static str>,
}

/// What is known of the rows of a query that has not ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// All have come.
    All,
    /// More may come.
    SoFar,
}

impl Problem {
    pub(super) fn new(what: What, tally: Arc<Tally>) -> Arc<Problem> {
        Problem::known((what.id(), Arc::new(what)), tally)
    }

    /// One whose id is known.
    pub(super) fn known((id, what): (u32, Arc<What>), tally: Arc<Tally>) -> Arc<Problem> {
        let (occurrence, outside) = (AtomicU64::new(0), OnceLock::new());
        Arc::new(Problem { id, what, tally, occurrence, outside })
    }

    /// Its name in logs.
    pub(super) fn name(&self) -> String {
        named(self.id)
    }

    /// What is known of it now.
    pub(super) fn finding(&self, endpoint: Option<&str>, rows: Rows) -> Finding {
        self.finding_of(&self.tally.sum(), endpoint, rows)
    }

    /// What is known of it with this sum.
    pub(super) fn finding_of(&self, sum: &Sum, endpoint: Option<&str>, rows: Rows) -> Finding {
        let what = &self.what;
        Finding {
            id: self.name(),
            rule: what.rule,
            model: what.model,
            path: what.path.clone(),
            loads: sum.loads,
            siblings: (what.query_at.is_some() && sum.siblings > 0 && rows == Rows::All)
                .then_some(sum.siblings),
            distinct: sum.distinct,
            wall: sum.wall,
            saving: sum.saving,
            concurrent: sum.concurrent,
            loaded_at: what.loaded_at.to_string(),
            query_at: what.query_at.map(|site| site.to_string()),
            fix: what.code().map(str::to_owned),
            advice: what.advice(),
            sql: what.sql.clone(),
            endpoint: endpoint.map(str::to_owned),
            aborted: false,
        }
    }

    pub(super) fn occurrence(&self) -> u64 {
        self.occurrence.load(Ordering::Relaxed)
    }
}

impl What {
    /// The same for the same code. It is the lines that count: columns move with a word.
    pub(super) fn id(&self) -> u32 {
        let mut hash = Fnv::new();
        hash.add(self.rule.as_str());
        hash.add(&self.path);
        for site in [Some(self.loaded_at), self.query_at].into_iter().flatten() {
            hash.add(site.file());
            hash.add(&site.line().to_string());
        }
        hash.finish()
    }

    /// Its name in logs.
    pub(super) fn name(&self) -> String {
        named(self.id())
    }

    /// The code of the fix, where it takes the place of code as it is.
    pub(super) fn code(&self) -> Option<&str> {
        let fix = self.fix.as_ref().filter(|fix| fix.place != Place::Loaded)?;
        Some(&fix.code)
    }

    /// What to do, in words.
    pub(super) fn advice(&self) -> String {
        let mut advice = self.plain_advice();
        if let (Some(refined), Some(_)) = (self.refined, &self.fix) {
            advice.push_str(", with ");
            advice.push_str(refined);
            advice.push_str(" of this one");
        }
        advice
    }

    fn plain_advice(&self) -> String {
        let Some(Fix { code, place }) = &self.fix else { return "keep the first answer".to_owned() };
        match (place, self.query_at) {
            (Place::Loaded, Some(query)) => {
                let or = if self.refined.is_some() { ", or prefetch what is asked for here" } else { "" };
                format!("look at `.{code}`, which the query at {query} has prefetched{or}")
            }
            (Place::Gone, Some(query)) => format!("remove `{code}` from the query at {query}"),
            (Place::Instead(of), Some(query)) => {
                format!("say `{code}` instead of `{of}` in the query at {query}")
            }
            (Place::Instances, Some(query)) => {
                format!("name `{code}` in what is prefetched at {query}, too")
            }
            (Place::Query, Some(query)) => format!("add `{code}` to the query at {query}"),
            _ => format!("say `{code}` instead, once for all of them"),
        }
    }
}

fn named(id: u32) -> String {
    format!("n1-{id:08x}")
}
