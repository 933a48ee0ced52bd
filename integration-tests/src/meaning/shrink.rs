//! Smaller cases, in search of the smallest that still differs.

use querent::Db;

use super::compare::differs_on;
use super::generate::Case;
use super::tables::{Table, Tables};
use super::tree::{Call, Tree};
use super::value::Value;

/// A case that differs, as small as leaving something out makes it, with its rows.
pub(super) async fn smallest(db: &Db, mut tables: Tables, mut case: Case) -> (Tables, Case) {
    'conditions: loop {
        for smaller in case.smaller() {
            if differs_on(db, &tables, &smaller).await.is_some() {
                case = smaller;
                continue 'conditions;
            }
        }
        break;
    }
    'rows: loop {
        for fewer in tables.smaller() {
            if differs_on(db, &fewer, &case).await.is_some() {
                tables = fewer;
                continue 'rows;
            }
        }
        break;
    }
    (tables, case)
}

impl Tables {
    /// Without one of the rows, or with NULL in place of one value; those that no database takes are among them.
    fn smaller(&self) -> Vec<Tables> {
        let rows = |(table, of): (usize, &Table)| (0..of.rows.len()).map(move |row| (table, row));
        // What refers to others comes behind them, and must go first.
        let places: Vec<_> = self.0.iter().enumerate().flat_map(rows).rev().collect();
        let without = places.clone().into_iter().map(|(table, row)| {
            let mut fewer = self.clone();
            fewer.0[table].rows.remove(row);
            fewer
        });
        let cells = places.into_iter().flat_map(|(table, row)| {
            let values = self.0[table].rows[row].iter().enumerate();
            values.filter(|(_, value)| !value.is_null()).map(move |(at, _)| (table, row, at))
        });
        let emptied = cells.map(|(table, row, at)| {
            let mut emptied = self.clone();
            emptied.0[table].rows[row][at] = Value::Null;
            emptied
        });
        without.chain(emptied).collect()
    }
}

impl Case {
    fn smaller(&self) -> Vec<Case> {
        let with = |calls| Case { subject: self.subject, calls };
        let mut smaller = Vec::new();
        for (at, call) in self.calls.iter().enumerate() {
            let mut without = self.calls.clone();
            without.remove(at);
            if !without.is_empty() {
                smaller.push(with(without));
            }
            for tree in call.tree().smaller() {
                let mut calls = self.calls.clone();
                calls[at] = match call {
                    Call::Filter(_) => Call::Filter(tree),
                    Call::Exclude(_) => Call::Exclude(tree),
                };
                smaller.push(with(calls));
            }
        }
        smaller
    }
}

impl Tree {
    fn smaller(&self) -> Vec<Tree> {
        match self {
            Tree::Leaf(_) => Vec::new(),
            Tree::Not(inner) => {
                let inner_smaller = inner.smaller().into_iter().map(|inner| !inner);
                std::iter::once((**inner).clone()).chain(inner_smaller).collect()
            }
            Tree::All(terms) => fewer(terms, Tree::All),
            Tree::Any(terms) => fewer(terms, Tree::Any),
            Tree::Odd(terms) => fewer(terms, Tree::Odd),
        }
    }
}

/// Each term alone, all terms but one, and all terms with one of them smaller.
fn fewer(terms: &[Tree], junction: fn(Vec<Tree>) -> Tree) -> Vec<Tree> {
    let mut smaller = terms.to_vec();
    for (at, term) in terms.iter().enumerate() {
        if terms.len() > 2 {
            let mut without = terms.to_vec();
            without.remove(at);
            smaller.push(junction(without));
        }
        for term in term.smaller() {
            let mut terms = terms.to_vec();
            terms[at] = term;
            smaller.push(junction(terms));
        }
    }
    smaller
}
