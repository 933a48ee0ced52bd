//! What a query computes for each row or group, once it is written.

use crate::ast::Plan;
use crate::meta::{Hop, hops};

use super::joins::Joins;
use super::knowledge::Knowledge;
use super::text::Alias;

/// A value that was written once and is referred to by repeating its text: the values bound to it keep their numbers,
/// without which PostgreSQL would take the two for different ones.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) text: String,
    pub(super) known: Knowledge,
    /// Whether it is computed of many rows, so that a condition on it stands in HAVING.
    pub(super) aggregated: bool,
    /// The columns that it reads row by row.
    pub(super) read: Vec<Column>,
}

/// A column, by the table it is read from.
pub(super) type Column = (Alias, &'static str);

/// Where the rows are that an aggregate is computed of.
#[derive(Debug, Default)]
pub(super) enum Rule {
    /// In the query: there is one kind of them.
    #[default]
    Here,
    /// In a subquery for each row of the model where the query has others than these.
    EachRow {
        /// Whether there are several kinds.
        several: bool,
        /// The same rows grouped by key, where not all of the model's are asked for.
        alone: Option<Box<Plan>>,
    },
    /// In a query of its own where the query has others than these, by the same groups.
    EachGroup(Box<Plan>),
}

/// What a query that is filtered by related rows before its aggregates joins to many rows.
///
/// Rows that are joined for other relations would multiply what is aggregated of one.
#[derive(Clone, Debug)]
pub(super) struct JoinedMany {
    /// What the query itself aggregates: of several relations, the first that is filtered by. Aggregates of the others have
    /// queries of their own.
    ///
    /// Nothing where an aggregate is of the query's rows, of which there is one for each row that is joined: then every
    /// condition joins what it speaks of.
    pub(super) family: Vec<&'static Hop>,
    /// The relations that are filtered by.
    pub(super) filtered: Vec<&'static Hop>,
}

impl JoinedMany {
    /// Whether rows that are joined for conditions would multiply those of a family, if the query itself aggregated it.
    pub(super) fn multiplies(&self, family: &[&'static Hop]) -> bool {
        let steps: Vec<_> = family.iter().flat_map(|hop| hops(Some(*hop))).collect();
        !family.is_empty() && !self.filtered.iter().all(|hop| Joins::may_share(hop, &steps))
    }
}

/// Aggregates of the same rows, in a subquery that is evaluated for each row of the model.
#[derive(Debug)]
pub(super) struct Lateral {
    pub(super) alias: Alias,
    pub(super) family: Vec<&'static Hop>,
    pub(super) tables: Joins,
    pub(super) values: Vec<String>,
    /// Whether a value says something where there are no such rows: of one row of NULLs, as after a LEFT JOIN.
    pub(super) of_no_rows: bool,
}

/// What is computed, and what is needed for it.
#[derive(Debug, Default)]
pub(super) struct Computed {
    /// By their places; those that are not needed are not written.
    pub(super) annotations: Vec<Option<Written>>,
    /// The values that rows are grouped by.
    pub(super) groups: Vec<Written>,
    pub(super) rule: Rule,
    pub(super) laterals: Vec<Lateral>,
    /// Queries with aggregates of their own, as they stand after FROM.
    pub(super) joined: Vec<String>,
    /// Values that the groups have besides those they are made by.
    pub(super) constant: Vec<String>,
    /// How many tables were joined before the first aggregate, and what rows it is computed of.
    pub(super) first: Option<(usize, Vec<&'static Hop>)>,
    /// What the query joins to many rows, where it is filtered by such before the aggregates.
    pub(super) joined_many: Option<JoinedMany>,
    /// Relations to many rows that conditions have asked of in subqueries, since something else is aggregated.
    pub(super) elsewhere: Vec<&'static Hop>,
    /// How many calls of `filter` stand before what is computed now.
    pub(super) behind: usize,
    /// The key of the rows that aggregates are computed of, if a subquery asks for one: there, one of no column would be
    /// the subquery's own.
    pub(super) key_of_rows: Option<&'static str>,
    /// Whether an aggregate has been written since this was last taken.
    pub(super) aggregated: bool,
    /// Whether any aggregate has been written in the query itself.
    pub(super) has_aggregates: bool,
    /// Whether columns are noted.
    pub(super) noting: bool,
    read: Vec<Column>,
}

impl Computed {
    /// Notes that a column is read row by row.
    pub(super) fn note(&mut self, alias: Alias, column: &'static str) {
        if self.noting {
            self.read.push((alias, column));
        }
    }

    /// How many columns were noted since that was last taken.
    pub(super) fn noted(&self) -> usize {
        self.read.len()
    }

    /// Forgets the columns that were noted after so many.
    pub(super) fn forget_notes(&mut self, noted: usize) {
        self.read.truncate(noted);
    }

    /// What was noted since this was last taken.
    pub(super) fn take_notes(&mut self) -> (bool, Vec<Column>) {
        (std::mem::take(&mut self.aggregated), std::mem::take(&mut self.read))
    }

    /// Puts back what was noted before.
    pub(super) fn put_notes(&mut self, (aggregated, read): (bool, Vec<Column>)) {
        self.aggregated = aggregated;
        self.read = read;
    }
}
