//! Which related rows each comparison of a call speaks of.

use querent::meta::ModelMeta;

use super::path::{Path, Step};
use super::tables::Tables;
use super::tree::{Leaf, Test, Tree};

/// Django's rules, or a mistake that others make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// What Django's documentation says.
    Django,
    /// All calls speak of one related row.
    ChainedCallsShareARow,
    /// A negated condition speaks of the joined row.
    NotOverALeftJoin,
    /// A row counts only if each path leads to a row.
    InnerJoins,
    /// The conditions under a negation speak of one related row.
    OneExistsForAll,
}

impl Rules {
    /// The mistakes.
    pub const MISTAKES: [Rules; 4] =
        [Rules::ChainedCallsShareARow, Rules::NotOverALeftJoin, Rules::InnerJoins, Rules::OneExistsForAll];
}

/// The place of the query's own row among the rows that are spoken of.
pub(super) const ROOT: usize = 0;

/// A row that is spoken of: one that a step leads to from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Related {
    pub(super) before: usize,
    pub(super) step: Step,
}

/// A column of a row that is spoken of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell {
    pub(super) row: usize,
    pub(super) column: usize,
}

/// A condition of which it is known what each comparison speaks of.
#[derive(Debug)]
pub(super) enum Placed {
    /// A comparison, with the columns that it compares.
    Leaf(Test, Cell, Cell),
    /// Any choice of these rows fulfils it.
    Exists(Vec<usize>, Box<Placed>),
    All(Vec<Placed>),
    Any(Vec<Placed>),
    Odd(Vec<Placed>),
    Not(Box<Placed>),
}

/// Reads the condition of a call from left to right, and notes the rows that it speaks of.
#[derive(Debug)]
pub(super) struct Placing<'a> {
    tables: &'a Tables,
    model: &'static ModelMeta,
    rules: Rules,
    /// Every row that is spoken of; the root comes before the first.
    pub(super) rows: Vec<Related>,
    /// The rows that are joined around the condition that is being read.
    around: Vec<usize>,
}

impl<'a> Placing<'a> {
    pub(super) fn new(tables: &'a Tables, model: &'static ModelMeta, rules: Rules) -> Self {
        Placing { tables, model, rules, rows: Vec::new(), around: Vec::new() }
    }

    /// A condition, whose rows are added to those that are `joined`.
    ///
    /// Under a negation each comparison of related rows asks for any of them, and not for the joined one.
    pub(super) fn tree(&mut self, tree: &Tree, negated: bool, joined: &mut Vec<usize>) -> Placed {
        let mut all = |trees: &[Tree]| trees.iter().map(|tree| self.tree(tree, negated, joined)).collect();
        match tree {
            Tree::All(trees) => Placed::All(all(trees)),
            Tree::Any(trees) => Placed::Any(all(trees)),
            Tree::Odd(trees) => Placed::Odd(all(trees)),
            Tree::Not(inner) if self.rules == Rules::OneExistsForAll => {
                Placed::Not(Box::new(self.any(inner, joined)))
            }
            Tree::Not(inner) => Placed::Not(Box::new(self.tree(inner, true, joined))),
            Tree::Leaf(_) if negated && self.rules != Rules::NotOverALeftJoin => self.any(tree, joined),
            Tree::Leaf(leaf) => self.leaf(leaf, joined),
        }
    }

    /// A condition on any of the related rows that are not joined; on the joined rows if it names no others.
    fn any(&mut self, tree: &Tree, joined: &mut Vec<usize>) -> Placed {
        let around = self.around.len();
        self.around.append(&mut joined.clone());
        let mut own = Vec::new();
        let placed = self.tree(tree, false, &mut own);
        self.around.truncate(around);
        if own.iter().any(|row| self.rows[row - 1].step.many) {
            return Placed::Exists(own, Box::new(placed));
        }
        joined.append(&mut own);
        placed
    }

    fn leaf(&mut self, leaf: &Leaf, joined: &mut Vec<usize>) -> Placed {
        let left = self.cell(leaf.path, joined);
        let right = match leaf.test {
            Test::Column(_, path) => self.cell(path, joined),
            _ => left,
        };
        Placed::Leaf(leaf.test.clone(), left, right)
    }

    /// The column at the end of a path, whose rows are joined if they are not yet.
    ///
    /// Of the rows around, only the first of many is the joined one; behind it, it is any row again.
    fn cell(&mut self, path: &str, joined: &mut Vec<usize>) -> Cell {
        let Path { steps, column } = Path::of(self.tables, self.model, path);
        let (mut row, mut is_many) = (ROOT, false);
        for step in steps {
            let related = Related { before: row, step };
            let is_it = |row: &&usize| self.rows[**row - 1] == related;
            let around = self.around.iter().filter(|_| !(step.many && is_many));
            row = match joined.iter().find(is_it).or_else(|| around.clone().find(is_it)) {
                Some(found) => *found,
                None => {
                    self.rows.push(related);
                    joined.push(self.rows.len());
                    self.rows.len()
                }
            };
            is_many |= step.many;
        }
        Cell { row, column }
    }
}
