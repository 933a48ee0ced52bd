//! The tables of a query, and what they are called.

use crate::error::{Error, Result};
use crate::meta::Trail;
use crate::sql::join_set::{At, JoinSet};
use crate::sql::text::{Alias, is_made_up};

use super::on::On;

/// The query's own table.
pub(in crate::sql) const ROOT: At = 0;

/// More tables than PostgreSQL plans in a tolerable time, and fewer than it has numbers for.
const MOST_JOINS: usize = 1_000;

/// Which joins to many rows a path may share: those of one call of `filter`, or any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sql) enum Sharing {
    /// The joins that this call has made: one call speaks of one related row.
    Call(u32),
    /// Whichever there is: orderings and selected values show the rows that the conditions speak of.
    Any,
    /// None.
    Apart,
}

#[derive(Debug)]
pub(super) struct Join {
    pub(super) on: On,
    pub(super) alias: Alias,
    /// The call that made a join to many rows; `None` for joins to one row, which every path shares.
    pub(super) call: Option<u32>,
    /// Whether there may be no row to join.
    pub(super) may_miss: bool,
    /// For the first table of a subquery: the column of the query around it that it is tied to.
    pub(super) tie: Option<Tie>,
    /// A condition beside that on the keys.
    pub(super) condition: String,
    /// For a table of pairs of which only those count that lead to a row: the related table.
    pub(super) leads_to: Option<At>,
}

/// A column of the query around a subquery.
pub(in crate::sql) type Tie = (Alias, &'static str);

/// Where the paths of a subquery leave the query around it.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) trail: Trail,
    pub(super) tie: Option<Tie>,
}

/// The tables of a query.
#[derive(Debug)]
pub(in crate::sql) struct Joins {
    pub(super) root: Alias,
    pub(super) joins: Vec<Join>,
    pub(super) numbered: u16,
    /// Whether no table goes by its own name: those of the queries around this one may.
    pub(super) inner: bool,
    /// In a subquery that is tied to the query around it.
    pub(super) start: Option<Start>,
    /// Joins that must have found a row for the query's row to count.
    pub(super) required: JoinSet,
}

impl Joins {
    pub(in crate::sql) fn new(table: &'static str) -> Joins {
        Joins {
            root: Alias::Table(table),
            joins: Vec::new(),
            numbered: 1,
            inner: false,
            start: None,
            required: JoinSet::EMPTY,
        }
    }

    /// The tables of a query inside another one, none of which goes by its own name. Inner aliases below `numbered` are
    /// taken.
    pub(in crate::sql) fn inner(table: &'static str, numbered: u16) -> Joins {
        let mut joins = Joins { numbered, inner: true, ..Joins::new(table) };
        joins.root = joins.new_name();
        joins
    }

    /// The tables of a subquery that is tied to the query around it; it has no root of its own. Inner aliases below
    /// `numbered` are taken.
    pub(in crate::sql) fn tied(around: Alias, numbered: u16) -> Joins {
        let start = Some(Start { trail: None, tie: None });
        Joins { root: around, joins: Vec::new(), numbered, inner: true, start, required: JoinSet::EMPTY }
    }

    /// In a subquery: the paths that are followed from now on leave the query around it at `trail`, and the first
    /// tables behind it are tied to that query's column.
    pub(in crate::sql) fn start_at(&mut self, trail: Trail, tie: Tie) {
        self.start = Some(Start { trail, tie: Some(tie) });
    }

    pub(in crate::sql) fn alias(&self, at: At) -> Alias {
        match at.checked_sub(1) {
            None => self.root,
            Some(join) => self.joins[join].alias,
        }
    }

    /// How many numbered aliases are taken.
    pub(in crate::sql) fn numbered(&self) -> u16 {
        self.numbered
    }

    /// Notes that numbered aliases below `numbered` are taken.
    pub(in crate::sql) fn number_from(&mut self, numbered: u16) {
        self.numbered = self.numbered.max(numbered);
    }

    pub(in crate::sql) fn is_empty(&self) -> bool {
        self.joins.is_empty()
    }

    /// How many there are.
    pub(in crate::sql) fn len(&self) -> usize {
        self.joins.len()
    }

    /// Whether a table with many rows for one of the model's is joined.
    pub(in crate::sql) fn has_many(&self) -> bool {
        self.count_many() > 0
    }

    /// How many such tables are joined.
    pub(in crate::sql) fn count_many(&self) -> usize {
        self.joins.iter().filter(|join| join.call.is_some()).count()
    }

    /// The joins that must have found a row if `at` has: itself and those before it.
    pub(in crate::sql) fn up_to(&self, mut at: At) -> JoinSet {
        let mut set = JoinSet::EMPTY;
        while let Some(join) = at.checked_sub(1) {
            set = set.union(JoinSet::of(at));
            at = self.joins[join].on.parent;
        }
        set
    }

    /// Notes that rows count only where these joins found one.
    pub(in crate::sql) fn require(&mut self, set: JoinSet) {
        self.required = self.required.union(set);
    }

    pub(super) fn one(&mut self, on: On, may_miss: bool) -> At {
        match self.find(on, Sharing::Any) {
            Some(at) => at,
            None => self.add(on, None, may_miss),
        }
    }

    pub(super) fn many(&mut self, on: On, sharing: Sharing) -> At {
        let call = match sharing {
            Sharing::Call(call) => call,
            Sharing::Any | Sharing::Apart => u32::MAX,
        };
        match self.find(on, sharing) {
            Some(at) => {
                if on.filtered.is_some() {
                    self.joins[at - 1].call = Some(call); // every call speaks of it, this one now
                }
                at
            }
            None => self.add(on, Some(call), true),
        }
    }

    /// Whether a join belongs to the call that is written now, if one is.
    pub(super) fn is_of(&self, at: At, sharing: Sharing) -> bool {
        match (at.checked_sub(1).and_then(|join| self.joins[join].call), sharing) {
            (Some(call), Sharing::Call(asked)) => call == asked,
            _ => true,
        }
    }

    /// The last such join: where several calls have made one, the rows of the last are shown, as Django shows them.
    pub(super) fn find(&self, on: On, sharing: Sharing) -> Option<At> {
        let shared = |join: &Join| match (join.call, sharing) {
            (None, _) | (_, Sharing::Any) => true,
            (_, Sharing::Apart) => false,
            _ if join.on.filtered.is_some() => true,
            (Some(call), Sharing::Call(asked)) => call == asked,
        };
        let tie = self.tie(on);
        let same = |join: &Join| join.on == on && join.tie == tie && shared(join);
        self.joins.iter().rposition(same).map(|join| join + 1)
    }

    pub(super) fn add(&mut self, on: On, call: Option<u32>, may_miss: bool) -> At {
        let tie = self.tie(on);
        let may_miss = tie.is_none() && (may_miss || self.may_miss(on.parent));
        let alias = self.name(on.table);
        self.joins.push(Join { on, alias, call, may_miss, tie, condition: String::new(), leads_to: None });
        self.joins.len()
    }

    /// Only pairs that lead to a row of the related table `at` count.
    pub(super) fn lead_to(&mut self, at: At) {
        let pairs = at.checked_sub(1).and_then(|target| self.joins[target].on.parent.checked_sub(1));
        if let Some(pairs) = pairs {
            self.joins[pairs].leads_to = Some(at);
        }
    }

    /// What a join is tied to: one to the root of a subquery, to the query around it.
    pub(super) fn tie(&self, on: On) -> Option<Tie> {
        self.start.as_ref().filter(|_| on.parent == ROOT).and_then(|start| start.tie)
    }

    pub(super) fn may_miss(&self, at: At) -> bool {
        at.checked_sub(1).is_some_and(|join| self.joins[join].may_miss)
    }

    /// A name that no other table of the query has, nor of the query around it: the table's own if it is free.
    ///
    /// Only the root is sure to go by a name that a user made up in the form of those made here, so that these need not
    /// know which tables are joined later.
    pub(super) fn name(&mut self, table: &'static str) -> Alias {
        let own = Alias::Table(table);
        let is_free = self.root != own && self.joins.iter().all(|join| join.alias != own);
        if !self.inner && is_free && !is_made_up(table) {
            return own;
        }
        self.new_name()
    }

    /// A name that no table has, of this query or around it.
    pub(in crate::sql) fn new_name(&mut self) -> Alias {
        loop {
            self.numbered += 1;
            let name = match self.inner {
                true => Alias::Inner(self.numbered - 1),
                false => Alias::Numbered(self.numbered),
            };
            if !matches!(self.root, Alias::Table(root) if name.is(root)) {
                return name;
            }
        }
    }

    /// The tables that hold the rows of filtered relations, each with the relation's place and the model's table.
    pub(in crate::sql) fn filtered(&self) -> Vec<(At, u16, &'static str)> {
        let filtered = |(join, at): (&Join, At)| Some((at, join.on.filtered?, join.on.table));
        self.joins.iter().zip(1..).filter_map(filtered).collect()
    }

    /// Adds a condition to a join.
    pub(in crate::sql) fn set_condition(&mut self, at: At, condition: String) {
        if let Some(join) = at.checked_sub(1) {
            self.joins[join].condition = condition;
        }
    }

    /// The columns of the root that its related rows are found by.
    pub(in crate::sql) fn read_of_root(&self) -> impl Iterator<Item = &'static str> {
        self.joins.iter().filter(|join| join.on.parent == ROOT).map(|join| join.on.parent_column)
    }

    /// No tables but one of another query, under the name that it has there.
    pub(in crate::sql) fn beside(&self, at: At) -> Joins {
        Joins { root: self.alias(at), numbered: self.numbered, inner: true, ..Joins::new("") }
    }

    /// Whether every tied table of a subquery is in `set`.
    pub(in crate::sql) fn tied_in(&self, set: JoinSet) -> bool {
        self.joins.iter().zip(1..).all(|(join, at)| join.tie.is_none() || set.contains(at))
    }

    /// # Errors
    ///
    /// Misuse if one query joins too many tables.
    pub(in crate::sql) fn check(&self) -> Result<()> {
        if self.joins.len() > MOST_JOINS {
            return Err(Error::misuse(format!(
                "a query joins more than {MOST_JOINS} tables: each call of `filter` on a relation to many rows joins it \
                 again; say in one call what is said of one related row, or use `is_in` with a queryset"
            )));
        }
        Ok(())
    }
}
