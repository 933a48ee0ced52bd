//! Conditions joined and negated.

use super::depth::DEEPEST;
use super::operators::Comparison;
use super::tree::{Condition, Expr};

impl Condition {
    /// `left comparison right`; beside a NULL, equality is IS NULL.
    pub fn compare(left: Expr, comparison: Comparison, right: Expr) -> Condition {
        let is_null = matches!(&right, Expr::Param(param) if param.is_null());
        match comparison {
            Comparison::Eq | Comparison::IExact if is_null => Condition::IsNull(left),
            Comparison::Ne if is_null => Condition::IsNotNull(left),
            comparison => Condition::Compare { left, comparison, right },
        }
    }

    /// The conditions that must all be true for this one to be.
    pub fn conjuncts(&self) -> &[Condition] {
        match self {
            Condition::And(terms, _) => terms,
            other => std::slice::from_ref(other),
        }
    }

    /// `self AND other`.
    pub fn and(self, other: Condition) -> Condition {
        Condition::join(self, other, Junction::And)
    }

    /// `self OR other`.
    pub fn or(self, other: Condition) -> Condition {
        Condition::join(self, other, Junction::Or)
    }

    /// One of the two, but not both.
    pub fn xor(self, other: Condition) -> Condition {
        Condition::join(self, other, Junction::Xor)
    }

    /// The negation; none of nothing.
    pub fn negated(self) -> Condition {
        match self {
            Condition::Empty => Condition::Empty,
            Condition::Constant(value) => Condition::Constant(!value),
            Condition::TooDeep => Condition::TooDeep,
            other => match other.depth() + 1 {
                depth if depth > DEEPEST => Condition::TooDeep,
                depth => Condition::Not(Box::new(other), depth),
            },
        }
    }

    fn join(left: Condition, right: Condition, junction: Junction) -> Condition {
        match (left, right) {
            (Condition::Empty, only) | (only, Condition::Empty) => only,
            (Condition::TooDeep, _) | (_, Condition::TooDeep) => Condition::TooDeep,
            (left, right) => {
                let inner = |depth: u16, same: bool| if same { depth - 1 } else { depth };
                let (same_left, same_right) = (junction.is(&left), junction.is(&right));
                let depth = 1 + inner(left.depth(), same_left).max(inner(right.depth(), same_right));
                if depth > DEEPEST {
                    return Condition::TooDeep;
                }
                junction.wrap(gather(left, same_left, right, same_right), depth)
            }
        }
    }
}

/// The terms of both sides. A chain grows at its longer end, so that building one is linear from either side.
fn gather(left: Condition, same_left: bool, right: Condition, same_right: bool) -> Vec<Condition> {
    match (left.terms(same_left), right.terms(same_right)) {
        (Ok(mut terms), Ok(more)) => {
            terms.extend(more);
            terms
        }
        (Ok(mut terms), Err(one)) => {
            terms.push(one);
            terms
        }
        (Err(one), Ok(mut terms)) if terms.len() > 64 => {
            terms.push(one); // the order of terms means nothing; inserting in front of a long chain would be quadratic
            terms
        }
        (Err(one), Ok(mut terms)) => {
            terms.insert(0, one);
            terms
        }
        (Err(one), Err(other)) => {
            // Room for two more: most conditions have few terms.
            let mut terms = Vec::with_capacity(4);
            terms.push(one);
            terms.push(other);
            terms
        }
    }
}

impl Condition {
    fn terms(self, same: bool) -> Result<Vec<Condition>, Condition> {
        match self {
            Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) if same => {
                Ok(terms)
            }
            other => Err(other),
        }
    }
}

#[derive(Clone, Copy)]
enum Junction {
    And,
    Or,
    Xor,
}

impl Junction {
    fn is(self, condition: &Condition) -> bool {
        matches!(
            (self, condition),
            (Junction::And, Condition::And(..))
                | (Junction::Or, Condition::Or(..))
                | (Junction::Xor, Condition::Xor(..))
        )
    }

    fn wrap(self, terms: Vec<Condition>, depth: u16) -> Condition {
        match self {
            Junction::And => Condition::And(terms, depth),
            Junction::Or => Condition::Or(terms, depth),
            Junction::Xor => Condition::Xor(terms, depth),
        }
    }
}
