//! Values made of values.

use crate::meta::{ModelMeta, Trail};

use super::depth::DEEPEST;
use super::operators::{Function, NullRule, Operator};
use super::tree::{Aggregation, Carried, Case, ColumnRef, Expr, Plan, Selected};

impl Expr {
    /// `left operator right`.
    pub fn infix(left: Expr, operator: Operator, right: Expr) -> Expr {
        match 1 + left.depth().max(right.depth()) {
            depth if depth > DEEPEST => Expr::TooDeep,
            _ if matches!(left, Expr::TooDeep) || matches!(right, Expr::TooDeep) => Expr::TooDeep,
            depth => Expr::Infix(Box::new((left, operator, right)), depth),
        }
    }

    /// A function of values.
    pub fn call(function: Function, arguments: Vec<Expr>) -> Expr {
        match 1 + arguments.iter().map(Expr::depth).max().unwrap_or(0) {
            depth if depth > DEEPEST => Expr::TooDeep,
            _ if arguments.iter().any(|argument| matches!(argument, Expr::TooDeep)) => Expr::TooDeep,
            depth => Expr::Call(Box::new((function, arguments)), depth),
        }
    }

    /// `(value, value)`: a row to compare with another one.
    pub fn row(values: Vec<Expr>, nulls: NullRule) -> Expr {
        Expr::call(Function::with("(", nulls), values)
    }

    /// The primary key of the model at the end of a path: its column, or a row of its columns.
    pub fn key(model: &'static ModelMeta, trail: Trail) -> Expr {
        match model.keys.len() {
            1 => Expr::Column(ColumnRef { trail, column: model.key_column() }),
            _ => Expr::row(Expr::key_columns(model, trail), NullRule::Strict),
        }
    }

    /// The columns of the primary key of the model at the end of a path.
    pub fn key_columns(model: &'static ModelMeta, trail: Trail) -> Vec<Expr> {
        model.key_columns().map(|column| Expr::Column(ColumnRef { trail, column })).collect()
    }

    /// The value of the first condition that is true.
    pub fn case(case: Case) -> Expr {
        match 1 + case.depth() {
            depth if depth > DEEPEST => Expr::TooDeep,
            depth => Expr::Case(Box::new(case), depth),
        }
    }

    /// A value computed of many rows.
    pub fn aggregate(aggregate: Aggregation) -> Expr {
        match 1 + aggregate.depth() {
            depth if depth > DEEPEST => Expr::TooDeep,
            depth => Expr::Aggregate(Box::new(aggregate), depth),
        }
    }

    /// What another query selects.
    pub fn subquery(plan: Plan, selected: Selected) -> Expr {
        Expr::Subquery(Box::new(plan.within_bounds()), selected)
    }

    /// The same value, in a query so many levels inside the one it belongs to.
    pub fn seen_from(self, levels: usize) -> Expr {
        if levels == 0 || matches!(self, Expr::Param(_)) { self } else { Expr::Outer(levels, Box::new(self)) }
    }

    /// Whether it is a column of the query's own model, which a slice of the query has too.
    pub fn is_own_column(&self) -> bool {
        matches!(self, Expr::Column(column) if column.trail.is_none())
    }

    /// The same value in a query on a slice of this one, whose rows may have the model's columns.
    pub(super) fn behind_slice(&self, carried: Carried, has_columns: bool) -> Expr {
        if has_columns && self.is_own_column() || matches!(self, Expr::Annotation(_)) {
            self.clone()
        } else {
            Expr::Carried(carried)
        }
    }
}
