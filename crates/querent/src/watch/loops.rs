//! The queries of one scope, told apart by their line and their text.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::counts::{Counted, Counts};
use super::rule::Rule;
use super::site::{Site, is_same};
use super::tally::Extent;
use super::thresholds::Thresholds;

/// The most queries that one scope tells apart.
const GROUPS: usize = 128;

/// The most values that are known of each.
const VALUES: usize = 32;

/// The queries of one scope, told apart by their line and their text.
#[derive(Default)]
pub(super) struct Loops {
    groups: Vec<Group>,
    /// The group of the last query: in a loop it is that of the next one, too.
    last: usize,
    overflowed: u64,
}

/// The queries of one line and text.
struct Group {
    database: u64,
    site: Site,
    text: Arc<str>,
    /// `None` where nothing is counted.
    rules: Option<Rules>,
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

/// What tells queries of one line apart.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    /// The text of a statement, which mostly is the same value each time.
    Statement(&'a Arc<str>),
    /// How rows of one model are written.
    Write(&'static str),
}

/// A query that is about to be sent.
pub(super) struct Repeated<'a> {
    pub(super) database: u64,
    pub(super) site: Site,
    pub(super) text: Text<'a>,
    /// A number for its values.
    pub(super) values: u64,
    /// Whether it is a loop to send it with one value after another.
    pub(super) can_be_a_loop: bool,
    /// Whether the answer could have been kept where it is sent with the same values.
    pub(super) can_be_redundant: bool,
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
    /// Counts a query, after so many writes, and tells what it means if it is the one too many; `None` where there is no room,
    /// and where no `rules` are for queries like this one.
    #[inline]
    pub(super) fn count(
        &mut self,
        query: &Repeated<'_>,
        rules: impl FnOnce() -> Option<Rules>,
        writes: u64,
        thresholds: &Thresholds,
    ) -> Option<(Counted, Option<Rule>)> {
        let group = self.group(query, rules)?;
        let Rules { varied, same } = group.rules?;
        let varied = varied.filter(|_| query.can_be_a_loop);
        let same = same.filter(|_| query.can_be_redundant);
        let limit = match varied {
            Some(Rule::WriteInLoop) => thresholds.writes.unwrap_or(u32::MAX),
            _ => thresholds.repeats,
        };
        let again = group.note(query.values, writes);
        let (rule, is_enough, counts) = match again {
            Some(times) => (same, times >= thresholds.redundant, &mut group.again),
            None => (varied, group.distinct >= limit, &mut group.varied),
        };
        let extent = Extent { distinct: group.distinct, siblings: 0 };
        Some((counts.count(extent, is_enough && rule.is_some(), thresholds), rule))
    }

    /// The group of a query, a new one if need be. There are few, so that they are looked at one after another.
    #[inline]
    fn group(&mut self, query: &Repeated<'_>, rules: impl FnOnce() -> Option<Rules>) -> Option<&mut Group> {
        let is = |group: &Group| group.is_of(query);
        if !self.groups.get(self.last).is_some_and(is) {
            self.last = match self.groups.iter().position(is) {
                Some(at) => at,
                None if self.groups.len() < GROUPS => {
                    self.groups.push(Group::of(query, rules()));
                    self.groups.len() - 1
                }
                None => {
                    self.overflowed += 1;
                    return None;
                }
            };
        }
        self.groups.get_mut(self.last)
    }

    /// How many queries there was no room for.
    pub(super) fn overflowed(&self) -> u64 {
        self.overflowed
    }
}

impl Text<'_> {
    #[inline]
    fn is(self, other: &Arc<str>) -> bool {
        match self {
            Text::Statement(own) => Arc::ptr_eq(own, other) || *own == *other,
            Text::Write(own) => *own == **other,
        }
    }
}

impl Group {
    fn of(query: &Repeated<'_>, rules: Option<Rules>) -> Group {
        Group {
            database: query.database,
            site: query.site,
            text: match query.text {
                Text::Statement(text) => text.clone(),
                Text::Write(text) => text.into(),
            },
            rules,
            values: FxHashMap::default(),
            writes: 0,
            distinct: 0,
            varied: Counts::default(),
            again: Counts::default(),
        }
    }

    #[inline]
    fn is_of(&self, query: &Repeated<'_>) -> bool {
        is_same(self.site, query.site) && self.database == query.database && query.text.is(&self.text)
    }

    /// How often these values were asked for since the last write, with this time; `None` if they are new. Those there is no
    /// room for count as new ones.
    #[inline]
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
