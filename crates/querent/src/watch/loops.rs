//! The queries of one scope, told apart by their line and their text.

use rustc_hash::FxHashMap;

use super::counts::{Counted, Counts};
use super::rule::Rule;
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
#[derive(Default)]
struct Group {
    /// How often each value was asked for since the last write, as far as they are known.
    values: FxHashMap<u64, u32>,
    /// How many writes there had been.
    writes: u64,
    distinct: u32,
    /// Of values that were new.
    varied: Counts,
    /// Of values that had been asked for.
    again: Counts,
}

/// A query that is about to be sent.
pub(super) struct Repeated {
    /// Its line and its text.
    pub(super) key: u64,
    /// Its values.
    pub(super) values: u64,
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

impl Loops {
    /// Counts a query, after so many writes, and tells what it means if it is the one too many; `None` where there is no room.
    pub(super) fn count(
        &mut self,
        query: &Repeated,
        writes: u64,
        thresholds: &Thresholds,
    ) -> Option<(Counted, Option<Rule>)> {
        if self.groups.len() >= GROUPS && !self.groups.contains_key(&query.key) {
            self.overflowed += 1;
            return None;
        }
        let group = self.groups.entry(query.key).or_default();
        let limit = match query.rules.varied {
            Some(Rule::WriteInLoop) => thresholds.writes.unwrap_or(u32::MAX),
            _ => thresholds.repeats,
        };
        let again = group.note(query.values, writes);
        let (rule, is_enough, counts) = match again {
            Some(times) => (query.rules.same, times >= thresholds.redundant, &mut group.again),
            None => (query.rules.varied, group.distinct >= limit, &mut group.varied),
        };
        Some((counts.count(group.distinct, is_enough && rule.is_some(), thresholds), rule))
    }

    /// How many queries there was no room for.
    pub(super) fn overflowed(&self) -> u64 {
        self.overflowed
    }
}

impl Group {
    /// How often these values were asked for since the last write, with this time; `None` if they are new. Those there is no
    /// room for count as new ones.
    fn note(&mut self, values: u64, writes: u64) -> Option<u32> {
        if self.writes != writes {
            self.writes = writes;
            self.values.values_mut().for_each(|times| *times = 0);
        }
        if let Some(times) = self.values.get_mut(&values) {
            *times += 1;
            if *times == 2 {
                self.again.count_earlier();
            }
            return Some(*times).filter(|times| *times > 1);
        }
        self.distinct += 1;
        if self.values.len() < VALUES {
            self.values.insert(values, 1);
        }
        None
    }
}
