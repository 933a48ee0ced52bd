//! The rows that come after one of them in an order of columns.

use super::operators::{Comparison, Direction, Function, Nulls};
use super::tree::{Condition, Expr, Order};

use crate::types::Param;

/// A key of an order, and its value in the row.
#[derive(Clone, Debug)]
pub struct Bound {
    /// The key.
    pub key: Order,
    /// The value.
    pub value: Param,
    /// Whether other rows may have no value there.
    pub nullable: bool,
}

impl Condition {
    /// The rows after the one with these values.
    ///
    /// Where all keys go one way and none can be NULL, that is one comparison, `(a, b) > ($1, $2)`, which an index on
    /// them answers; otherwise it is `a > $1 OR a = $1 AND (b < $2 OR …)`.
    pub fn behind(bounds: &[Bound]) -> Condition {
        let alike = |one: &Bound| !one.nullable && one.key.direction == bounds[0].key.direction;
        match bounds {
            [] => Condition::Constant(false),
            [only] => only.beyond(),
            [first, rest @ ..] if bounds.iter().all(alike) => row_comparison(first, rest),
            [first, rest @ ..] => first.beyond().or(first.equal().and(Condition::behind(rest))),
        }
    }
}

/// `(a, b) > ($1, $2)`
fn row_comparison(first: &Bound, rest: &[Bound]) -> Condition {
    let between = match first.key.direction {
        Direction::Ascending => ") > (",
        Direction::Descending => ") < (",
    };
    let side = |before: &'static str| std::iter::once(before).chain(rest.iter().map(|_| ", "));
    let texts = side("(").chain(side(between)).chain([")"]).collect();
    let bounds = || std::iter::once(first).chain(rest);
    let keys = bounds().map(|one| one.key.expr.clone());
    let values = bounds().map(|one| Expr::Param(one.value.clone()));
    Condition::Truth(Expr::call(Function::Fragment(texts), keys.chain(values).collect()))
}

impl Bound {
    fn equal(&self) -> Condition {
        Condition::compare(self.key.expr.clone(), Comparison::Eq, Expr::Param(self.value.clone()))
    }

    /// The key comes after the value.
    fn beyond(&self) -> Condition {
        let nulls_are_last = match (self.key.nulls, self.key.direction) {
            (Nulls::Last, _) | (Nulls::Default, Direction::Ascending) => true,
            (Nulls::First, _) | (Nulls::Default, Direction::Descending) => false,
        };
        let key = || self.key.expr.clone();
        match (self.value.is_null(), nulls_are_last) {
            (true, true) => return Condition::Constant(false),
            (true, false) => return Condition::IsNotNull(key()),
            (false, _) => {}
        }
        let comparison = match self.key.direction {
            Direction::Ascending => Comparison::Gt,
            Direction::Descending => Comparison::Lt,
        };
        let value = Expr::Param(self.value.clone());
        let beyond = Condition::Compare { left: key(), comparison, right: value };
        if self.nullable && nulls_are_last { beyond.or(Condition::IsNull(key())) } else { beyond }
    }
}
