//! What the cases of a run were.

use std::fmt;

use super::cases::Asked;
use super::path::Path;
use super::tables::Tables;
use super::tree::{Call, Tree};

/// How many cases a run has had, and of which kinds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shares {
    /// All cases.
    pub cases: usize,
    /// Those that select no row.
    pub empty: usize,
    /// Those that select some rows but not all.
    pub proper: usize,
    /// Those that select every row.
    pub all: usize,
    /// Those with a row that comes several times.
    pub repeated: usize,
    /// Those with a negation.
    pub negated: usize,
    /// Those that ask for many related rows.
    pub many: usize,
    /// Those that ask for many related rows under a negation.
    pub negated_many: usize,
    /// Those of several calls.
    pub chained: usize,
}

impl Shares {
    /// Counts a case.
    pub fn count(&mut self, tables: &Tables, asked: &Asked) {
        let Asked { case, expected } = asked;
        let mut selected = expected.clone();
        selected.dedup();
        let all = tables.rows(case.subject.model).len();
        let is_many = |tree: &Tree| {
            tree.leaves()
                .into_iter()
                .flat_map(|leaf| leaf.paths())
                .any(|path| Path::of(tables, case.subject.model, path).is_many())
        };
        let is_negated = |call: &Call| matches!(call, Call::Exclude(_)) || call.tree().negates();
        self.cases += 1;
        match selected.len() {
            0 => self.empty += 1,
            some if some < all => self.proper += 1,
            _ => self.all += 1,
        }
        self.repeated += usize::from(selected.len() < expected.len());
        self.negated += usize::from(case.calls.iter().any(is_negated));
        self.many += usize::from(case.calls.iter().any(|call| is_many(call.tree())));
        self.negated_many +=
            usize::from(case.calls.iter().any(|call| is_negated(call) && is_many(call.tree())));
        self.chained += usize::from(case.calls.len() > 1);
    }

    /// Whether a third of the cases select some rows but not all: others tell little of a condition.
    pub fn tell_enough(&self) -> bool {
        self.proper * 3 >= self.cases
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let share = |part: usize| 100.0 * part as f64 / self.cases.max(1) as f64;
        write!(
            f,
            "{} cases: {:.0} % select no row, {:.0} % some, {:.0} % all, {:.0} % a row several times; {:.0} % have a \
             negation, {:.0} % ask for many related rows, {:.0} % for many in a call with a negation, {:.0} % have \
             several calls",
            self.cases,
            share(self.empty),
            share(self.proper),
            share(self.all),
            share(self.repeated),
            share(self.negated),
            share(self.many),
            share(self.negated_many),
            share(self.chained),
        )
    }
}
