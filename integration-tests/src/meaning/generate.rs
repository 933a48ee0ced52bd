//! Random conditions.

use std::fmt;

use super::data::KEYS;
use super::dice::Dice;
use super::subject::{SUBJECTS, Subject};
use super::tree::{Call, Comparison, Leaf, Test, Tree};
use super::value::Value;
use super::vocabulary::Kind;

/// A chain of calls on a model.
#[derive(Clone, Debug)]
pub struct Case {
    /// The model.
    pub subject: &'static Subject,
    /// The calls.
    pub calls: Vec<Call>,
}

impl Case {
    /// One to three calls, each with a condition of up to three levels.
    pub fn random(dice: &mut Dice) -> Case {
        let subject = &SUBJECTS[dice.below(SUBJECTS.len() + 2) % SUBJECTS.len()];
        let calls = *dice.one_of(&[1, 1, 1, 1, 2, 2, 3]);
        let calls = (0..calls).map(|_| {
            let depth = *dice.one_of(&[0, 1, 1, 2, 2, 3]);
            let tree = dice.tree(subject, depth);
            if dice.once_in(3) { Call::Exclude(tree) } else { Call::Filter(tree) }
        });
        Case { subject, calls: calls.collect() }
    }
}

impl Dice {
    fn tree(&mut self, subject: &Subject, depth: usize) -> Tree {
        if depth == 0 {
            return Tree::Leaf(self.leaf(subject));
        }
        let kind = self.below(8);
        if kind < 2 {
            return match self.tree(subject, depth - 1) {
                // Django drops two signs in a row; here they ask for any row, so that the same rows do not repeat.
                Tree::Not(inner) => Tree::Not(inner),
                inner => !inner,
            };
        }
        let terms = (0..2 + self.below(5) / 4).map(|_| {
            let depth = self.below(depth);
            self.tree(subject, depth)
        });
        let terms = terms.collect();
        match kind {
            2..=3 => Tree::All(terms),
            4..=6 => Tree::Any(terms),
            _ => Tree::Odd(terms),
        }
    }

    fn leaf(&mut self, subject: &Subject) -> Leaf {
        if self.once_in(5) {
            let (path, other, kind) = *self.one_of(subject.pairs);
            return Leaf { path, test: Test::Column(self.comparison(kind), other) };
        }
        let (path, kind) = *self.one_of(subject.words);
        Leaf { path, test: self.test(kind) }
    }

    fn test(&mut self, kind: Kind) -> Test {
        match self.below(10) {
            0 => Test::IsNull,
            1 => Test::IsNotNull,
            2 if kind != Kind::Flag => Test::In(self.values(kind)),
            3 if kind != Kind::Flag => Test::NotIn(self.values(kind)),
            2 | 3 => Test::IsTrue,
            _ => Test::Value(self.comparison(kind), self.value(kind)),
        }
    }

    fn comparison(&mut self, kind: Kind) -> Comparison {
        use Comparison::{Contains, Eq, Gt, Gte, Lt, Lte, Ne};
        *match kind {
            Kind::Number => self.one_of(&[Eq, Ne, Gt, Gte, Lt, Lte]),
            Kind::Text => self.one_of(&[Eq, Ne, Contains, Contains]),
            Kind::Flag | Kind::Key => self.one_of(&[Eq, Eq, Ne]),
        }
    }

    fn values(&mut self, kind: Kind) -> Vec<Value> {
        (0..1 + self.below(3)).map(|_| self.value(kind)).collect()
    }

    fn value(&mut self, kind: Kind) -> Value {
        match kind {
            Kind::Number => self.number(),
            Kind::Text => self.text(),
            Kind::Flag => self.flag(),
            Kind::Key => self.key(KEYS),
        }
    }
}

/// As a user writes it, without the closures.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.subject.model.name)?;
        self.calls.iter().try_for_each(|call| call.fmt(f))
    }
}
