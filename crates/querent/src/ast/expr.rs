//! Values made of values.

use super::depth::DEEPEST;
use super::operators::{Function, Operator};
use super::tree::{Carried, Expr};

impl Expr {
    /// `left operator right`.
    pub fn infix(left: Expr, operator: Operator, right: Expr) -> Expr {
        match 1 + left.depth().max(right.depth()) {
            depth if depth > DEEPEST => Expr::TooDeep,
            _ if matches!(left, Expr::TooDeep) || matches!(right, Expr::TooDeep) => Expr::TooDeep,
            depth => Expr::Infix(Box::new((left, operator, right)), depth),
        }
    }

    /// A function of a value.
    pub fn call(function: Function, argument: Expr) -> Expr {
        match 1 + argument.depth() {
            depth if depth > DEEPEST => Expr::TooDeep,
            _ if matches!(argument, Expr::TooDeep) => Expr::TooDeep,
            depth => Expr::Call(function, Box::new(argument), depth),
        }
    }

    /// Whether it is a column of the query's own model, which a slice of the query has too.
    pub fn is_own_column(&self) -> bool {
        matches!(self, Expr::Column(column) if column.trail.is_none())
    }

    /// The same value in a query on a slice of this one.
    pub(super) fn behind_slice(&self, carried: Carried) -> Expr {
        if self.is_own_column() { self.clone() } else { Expr::Carried(carried) }
    }
}
