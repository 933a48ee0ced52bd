//! Random cases, many for each set of random rows.

use super::data;
use super::dice::Dice;
use super::evaluate::answer;
use super::generate::Case;
use super::placed::Rules;
use super::tables::Tables;
use super::value::Value;

/// So many cases ask the same rows.
const CASES_FOR_ONE_DATA: usize = 50;

/// A case is about meaning and not about size: one whose joins make more rows than these is left out.
const MOST_ROWS: usize = 300;

/// Random cases, the same for each seed.
#[derive(Debug)]
pub struct Cases {
    dice: Dice,
    tables: Tables,
    number: usize,
}

/// A case with its answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is asked.
    pub case: Case,
    /// The keys that Django's rules select, in ascending order.
    pub expected: Vec<Value>,
}

impl Cases {
    /// The cases of a seed.
    pub fn new(seed: u64) -> Cases {
        let mut dice = Dice::new(seed);
        let tables = data::random(&mut dice);
        Cases { dice, tables, number: 0 }
    }

    /// The next case; rows are new if it is the first that asks them.
    pub fn draw(&mut self) -> Asked {
        if self.number > 0 && self.is_due() {
            self.tables = data::random(&mut self.dice);
        }
        self.number += 1;
        loop {
            let case = Case::random(&mut self.dice);
            let expected = answer(Rules::Django, &self.tables, case.subject.model, &case.calls);
            if expected.len() <= MOST_ROWS {
                return Asked { case, expected };
            }
        }
    }

    /// Whether the next case is the first that asks its rows.
    pub(super) fn is_due(&self) -> bool {
        self.number.is_multiple_of(CASES_FOR_ONE_DATA)
    }

    /// The rows that the last case asks.
    pub fn tables(&self) -> &Tables {
        &self.tables
    }
}
