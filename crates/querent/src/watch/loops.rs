//! The queries of one scope, told apart by their line and their text.

use std::any::Any;
use std::num::NonZeroU8;
use std::sync::Arc;
use std::time::Instant;

use crate::sql::StatementText;

use super::counts::Counts;
use super::rule::Rule;
use super::site::{Site, is_same};
use super::tally::{Extent, Tally};
use super::thresholds::Thresholds;
use super::values::{Times, Values};

/// The most queries that one scope tells apart.
const GROUPS: usize = 128;

/// Which one of them a group is, from 1: of none it is one byte that is 0, in each call.
pub(super) type GroupNumber = NonZeroU8;

const _: () = assert!(GROUPS <= GroupNumber::MAX.get() as usize);

/// What the queries of a group share, of which nothing is known here.
pub(super) type Shared = Arc<dyn Any + Send + Sync>;

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
    text: StatementText,
    values: Values,
    /// `None` where nothing is counted.
    meanings: Option<Meanings>,
    shared: Option<Shared>,
}

/// What it means to send one query again.
struct Meanings {
    /// With other values.
    varied: Meaning,
    varied_counts: Counts,
    /// With the same values.
    same: Meaning,
    /// What is counted of that, once there is any: most queries of a page are sent once.
    same_counts: Option<Box<Counts>>,
}

#[derive(Clone, Copy)]
struct Meaning {
    rule: Option<Rule>,
    /// From what number on; never where there is no rule.
    from: u32,
}

/// A query that was counted.
#[derive(Clone, Copy)]
pub(super) struct InGroup {
    group: GroupNumber,
    /// Whether it was sent with the same values.
    is_again: bool,
    /// Whether it is the one too many.
    pub(super) is_too_many: bool,
    /// Whether it is one of those that are a loop once there are enough: others have nothing to share.
    looks_up: bool,
}

impl InGroup {
    /// Its group, if it looks rows up one by one with others of that.
    #[inline]
    pub(super) fn looks_up(&self) -> Option<GroupNumber> {
        self.looks_up.then_some(self.group)
    }
}

/// What tells queries of one line apart.
#[derive(Clone, Copy)]
pub(super) enum Text<'a> {
    /// The text of a statement, which mostly is the same value each time.
    Statement(&'a StatementText),
    /// How rows of one model are written.
    Write(&'static str),
}

/// A query that is about to be sent.
#[derive(Clone, Copy)]
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
    /// Counts a query that begins now, after so many writes; `None` where there is no room, and where no `rules` are for queries
    /// like this one.
    #[inline(always)] // as `Counts::begin`
    pub(super) fn begin(
        &mut self,
        query: Repeated<'_>,
        rules: impl FnOnce() -> Option<Rules>,
        writes: u64,
        thresholds: &Thresholds,
        now: Instant,
    ) -> Option<InGroup> {
        let at = self.group(query, rules, thresholds)?;
        let group = self.groups.get_mut(at)?;
        let meanings = group.meanings.as_mut()?;
        let times = group.values.note(query.values, writes);
        let distinct = group.values.distinct();
        let (number, can_be) = match times {
            Times::New | Times::First => (distinct, query.can_be_a_loop),
            Times::Again(number) => (number, query.can_be_redundant),
        };
        let is_again = matches!(times, Times::Again(_));
        let (meaning, counts) = meanings.of_times(is_again);
        if times == Times::Again(2) {
            counts.count_earlier();
        }
        let is_enough = can_be && number >= meaning.from;
        let extent = Extent { distinct, siblings: 0 };
        let is_too_many = counts.begin(extent, is_enough, thresholds, now);
        let looks_up = can_be && times == Times::New && meaning.rule.is_some();
        let group = GroupNumber::new(at as u8 + 1)?;
        Some(InGroup { group, is_again, is_too_many, looks_up })
    }

    /// Ends a query that began then.
    #[inline]
    pub(super) fn end(&mut self, query: InGroup, began: Instant, now: Instant) {
        if let Some((_, counts)) = self.meaning(query) {
            counts.end(began, now);
        }
    }

    /// What there are too many of with this query, and what was counted.
    pub(super) fn too_many(&mut self, query: InGroup) -> Option<(Rule, Arc<Tally>)> {
        let (meaning, counts) = self.meaning(query)?;
        Some((meaning.rule?, counts.share().clone()))
    }

    #[inline]
    fn meaning(&mut self, query: InGroup) -> Option<(Meaning, &mut Counts)> {
        let group = self.groups.get_mut(usize::from(query.group.get()) - 1)?;
        Some(group.meanings.as_mut()?.of_times(query.is_again))
    }

    /// What the queries of a group share, a new one if there is nothing yet.
    pub(super) fn shared(&mut self, group: GroupNumber, new: impl FnOnce() -> Shared) -> Option<Shared> {
        let group = self.groups.get_mut(usize::from(group.get()) - 1)?;
        Some(group.shared.get_or_insert_with(new).clone())
    }

    /// Which one a query's group is, a new one if need be.
    #[inline(always)] // as `begin`
    fn group(
        &mut self,
        query: Repeated<'_>,
        rules: impl FnOnce() -> Option<Rules>,
        thresholds: &Thresholds,
    ) -> Option<usize> {
        match self.groups.get(self.last) {
            Some(last) if last.is_of(&query) => Some(self.last),
            _ => self.another_group(query, rules, thresholds),
        }
    }

    /// There are few groups, so that they are looked at one after another.
    #[cold]
    fn another_group(
        &mut self,
        query: Repeated<'_>,
        rules: impl FnOnce() -> Option<Rules>,
        thresholds: &Thresholds,
    ) -> Option<usize> {
        self.last = match self.groups.iter().position(|group| group.is_of(&query)) {
            Some(at) => at,
            None if self.groups.len() < GROUPS => {
                if self.groups.is_empty() {
                    self.groups.reserve_exact(1); // mostly it stays the only one
                }
                self.groups.push(Group::of(query, rules(), thresholds));
                self.groups.len() - 1
            }
            None => {
                self.overflowed += 1;
                return None;
            }
        };
        Some(self.last)
    }

    /// How many queries there was no room for.
    pub(super) fn overflowed(&self) -> u64 {
        self.overflowed
    }
}

impl Text<'_> {
    #[inline]
    fn is(self, other: &StatementText) -> bool {
        match self {
            Text::Statement(own) => own.is(other),
            Text::Write(own) => *own == **other,
        }
    }
}

impl Group {
    fn of(query: Repeated<'_>, rules: Option<Rules>, thresholds: &Thresholds) -> Group {
        Group {
            database: query.database,
            site: query.site,
            text: match query.text {
                Text::Statement(text) => text.clone(),
                Text::Write(text) => text.to_owned().into(),
            },
            values: Values::default(),
            meanings: rules.map(|rules| Meanings::of(rules, thresholds)),
            shared: None,
        }
    }

    #[inline]
    fn is_of(&self, query: &Repeated<'_>) -> bool {
        is_same(self.site, query.site) && self.database == query.database && query.text.is(&self.text)
    }
}

impl Meanings {
    fn of(Rules { varied, same }: Rules, thresholds: &Thresholds) -> Meanings {
        let meaning = |rule: Option<Rule>, from| {
            let from = rule.and(from).unwrap_or(u32::MAX);
            Meaning { rule, from }
        };
        let is_write = varied == Some(Rule::WriteInLoop);
        let from = if is_write { thresholds.writes } else { Some(thresholds.repeats) };
        Meanings {
            varied: meaning(varied, from),
            varied_counts: Counts::default(),
            same: meaning(same, Some(thresholds.redundant)),
            same_counts: None,
        }
    }

    #[inline]
    fn of_times(&mut self, is_again: bool) -> (Meaning, &mut Counts) {
        match is_again {
            true => (self.same, self.same_counts.get_or_insert_default()),
            false => (self.varied, &mut self.varied_counts),
        }
    }
}
