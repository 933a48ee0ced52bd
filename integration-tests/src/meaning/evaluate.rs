//! What a chain of calls answers, over rows in memory.
//!
//! A call joins each relation that it names once, and a row comes once for each choice of related rows that fulfils the
//! condition; the next call chooses anew. A negated comparison asks whether any related row fulfils it, or where the
//! call has joined the first relation to many rows of its path before, whether any row behind the joined one does. Where
//! a relation leads to no row its columns are NULL, and what is unknown is false.

use querent::meta::ModelMeta;

use super::placed::{Cell, Placed, Placing, ROOT, Related, Rules};
use super::tables::{Row, Tables};
use super::tree::{Call, Tree};
use super::value::Value;

/// The keys of the rows that a chain of calls on a model selects, each as often as it comes, in the order of the rows.
pub fn answer(rules: Rules, tables: &Tables, model: &'static ModelMeta, calls: &[Call]) -> Vec<Value> {
    let mut conditions: Vec<_> = calls.iter().map(Call::condition).collect();
    if rules == Rules::ChainedCallsShareARow {
        conditions = vec![Tree::All(conditions)];
    }
    let calls: Vec<_> =
        conditions.iter().map(|condition| Choosing::new(rules, tables, model, condition)).collect();
    let (key, mut keys) = (tables.column(model, model.key), Vec::new());
    for row in tables.rows(model) {
        let times = calls.iter().map(|call| call.times(row)).product();
        keys.extend(std::iter::repeat_n(row[key].clone(), times));
    }
    keys
}

/// The condition of one call, with the rows that it speaks of.
struct Choosing<'a> {
    rules: Rules,
    tables: &'a Tables,
    rows: Vec<Related>,
    joined: Vec<usize>,
    condition: Placed,
}

/// The rows that have been chosen; `None` where there is none.
type Chosen<'a> = [Option<&'a Row>];

impl<'a> Choosing<'a> {
    fn new(rules: Rules, tables: &'a Tables, model: &'static ModelMeta, condition: &Tree) -> Self {
        let mut placing = Placing::new(tables, model, rules);
        let mut joined = Vec::new();
        let condition = placing.tree(condition, false, &mut joined);
        Choosing { rules, tables, rows: placing.rows, joined, condition }
    }

    /// How many choices of related rows fulfil the condition for a row.
    fn times(&self, row: &'a Row) -> usize {
        let mut chosen = vec![None; self.rows.len() + 1];
        chosen[ROOT] = Some(row);
        self.choices(&self.joined, &mut chosen, &self.condition)
    }

    /// How many choices of these rows fulfil a condition; where there is no row to choose, it is chosen to be none.
    fn choices(&self, rows: &[usize], chosen: &mut Chosen<'a>, condition: &Placed) -> usize {
        let Some((&first, others)) = rows.split_first() else {
            return usize::from(self.holds(condition, chosen));
        };
        let mut candidates: Vec<_> = self.related(self.rows[first - 1], chosen).map(Some).collect();
        if candidates.is_empty() && self.rules != Rules::InnerJoins {
            candidates.push(None);
        }
        let mut count = 0;
        for candidate in candidates {
            chosen[first] = candidate;
            count += self.choices(others, chosen, condition);
        }
        count
    }

    fn related(
        &self,
        Related { before, step }: Related,
        chosen: &Chosen<'a>,
    ) -> impl Iterator<Item = &'a Row> {
        let key = chosen[before].map(|row| &row[step.from]);
        let rows = &self.tables.0[step.table].rows;
        rows.iter().filter(move |row| key.is_some_and(|key| row[step.column].equals(key) == Some(true)))
    }

    fn holds(&self, condition: &Placed, chosen: &mut Chosen<'a>) -> bool {
        match condition {
            Placed::Leaf(test, left, right) => {
                test.of(value(chosen, *left), value(chosen, *right)) == Some(true)
            }
            Placed::Exists(rows, inner) => self.choices(rows, chosen, inner) > 0,
            Placed::All(terms) => terms.iter().all(|term| self.holds(term, chosen)),
            Placed::Any(terms) => terms.iter().any(|term| self.holds(term, chosen)),
            Placed::Odd(terms) => terms.iter().filter(|term| self.holds(term, chosen)).count() % 2 == 1,
            Placed::Not(inner) => !self.holds(inner, chosen),
        }
    }
}

fn value<'a>(chosen: &Chosen<'a>, cell: Cell) -> &'a Value {
    chosen[cell.row].map_or(&Value::Null, |row| &row[cell.column])
}
