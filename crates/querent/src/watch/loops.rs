//! The queries of one scope, told apart by their line and their text.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::meta::ModelMeta;

use super::problem::{Problem, What};
use super::rule::Rule;
use super::tally::{Tally, UnderWay};
use super::thresholds::Thresholds;

/// The most queries that one scope tells apart.
const GROUPS: usize = 128;

/// The most values that are known of each.
const VALUES: usize = 32;

/// The queries of one scope, told apart by their line and their text.
#[derive(Default)]
pub(super) struct Loops {
    groups: FxHashMap<u64, Group>,
    overflowed: u64,
}

/// The queries of one line and text.
struct Group {
    model: &'static ModelMeta,
    tally: Arc<Tally>,
    /// How often each value was asked for, as far as they are known.
    values: FxHashMap<u64, u32>,
    distinct: u32,
    /// Whether it was told that there are too many of them.
    told: bool,
    told_redundant: bool,
}

/// A query that is about to be sent.
pub(super) struct Repeated {
    /// Its line and its text.
    pub(super) key: u64,
    /// Its values.
    pub(super) values: u64,
    pub(super) model: &'static ModelMeta,
    /// What it means to send it with many values, and with the same ones.
    pub(super) rules: Rules,
}

/// What it means to send one query again.
#[derive(Clone, Copy)]
pub(super) struct Rules {
    /// With other values; `None` where that is no more than what it looks like.
    pub(super) varied: Option<Rule>,
    /// With the same values.
    pub(super) same: Option<Rule>,
}

/// A query that is counted, and what it has made a finding of.
pub(super) struct Counted {
    pub(super) under_way: Option<UnderWay>,
    pub(super) problems: Vec<Arc<Problem>>,
}

impl Loops {
    /// Counts a query. `what` says what is found, where it is the one too many.
    pub(super) fn count(
        &mut self,
        query: &Repeated,
        thresholds: &Thresholds,
        what: impl Fn(Rule) -> What,
    ) -> Counted {
        if self.groups.len() >= GROUPS && !self.groups.contains_key(&query.key) {
            self.overflowed += 1;
            return Counted { under_way: None, problems: Vec::new() };
        }
        let group = self.groups.entry(query.key).or_insert_with(|| Group::new(query.model));
        let same = group.note(query.values);
        let under_way = group.tally.begin();
        let distinct = group.distinct;
        group.tally.set_distinct(distinct.into());
        let limit = match query.rules.varied {
            Some(Rule::WriteInLoop) => thresholds.writes.unwrap_or(u32::MAX),
            _ => thresholds.repeats,
        };
        let slow = |group: &Group| group.tally.wall() >= thresholds.wall;
        let mut problems = Vec::new();
        if let Some(rule) = query.rules.varied.filter(|_| !group.told && distinct >= limit && slow(group)) {
            group.told = true;
            problems.push(Problem::new(what(rule), group.tally.clone()));
        }
        if let Some(rule) = query.rules.same
            && !group.told_redundant
            && same >= thresholds.redundant
            && slow(group)
        {
            group.told_redundant = true;
            problems.push(Problem::new(what(rule), group.tally.clone()));
        }
        Counted { under_way: Some(under_way), problems }
    }

    /// Notes that rows of a model were written: what is read of it next may be something else.
    pub(super) fn written(&mut self, model: &'static ModelMeta) {
        for group in self.groups.values_mut().filter(|group| group.model == model) {
            group.values.values_mut().for_each(|count| *count = 0);
        }
    }

    /// How many queries there was no room for.
    pub(super) fn overflowed(&self) -> u64 {
        self.overflowed
    }
}

impl Group {
    fn new(model: &'static ModelMeta) -> Self {
        Group {
            model,
            tally: Arc::default(),
            values: FxHashMap::default(),
            distinct: 0,
            told: false,
            told_redundant: false,
        }
    }

    /// How often these values were asked for, with this time. Those there is no room for count as new ones.
    fn note(&mut self, values: u64) -> u32 {
        if let Some(count) = self.values.get_mut(&values) {
            *count += 1;
            return *count;
        }
        self.distinct += 1;
        if self.values.len() < VALUES {
            self.values.insert(values, 1);
        }
        1
    }
}
