//! Whether a condition or a value speaks of many related rows.

use std::cell::RefCell;

use crate::ast::{ColumnRef, Condition, Expr};
use crate::meta::leads_to_many;

use super::compiler::Compiler;

impl Compiler {
    /// Whether a condition, under a negation, asks whether any of many related rows fulfils it: in a subquery.
    pub(super) fn asks_of_any(&self, condition: &Condition) -> bool {
        let is_any = |column: &ColumnRef| self.joins.new_many(column.trail, self.sharing).is_some();
        // Rows that are only values have no related ones.
        let is_one_row = self.of_joined_row || self.is_inside() || self.selected.is_some();
        !is_one_row && of_condition(condition, &is_any)
    }
}

/// Whether a condition joins many rows, each of which makes a row of the query.
pub(super) fn joins_many(condition: &Condition) -> bool {
    of_condition(condition, &is_of_many)
}

/// Whether a value does.
pub(crate) fn value_joins_many(value: &Expr) -> bool {
    of_value(value, &is_of_many)
}

/// The columns of many rows that a value shows, which are joined for it.
pub(super) fn columns_of_many(value: &Expr) -> Vec<ColumnRef> {
    let columns = RefCell::new(Vec::new());
    of_value(value, &|column| {
        if is_of_many(column) {
            columns.borrow_mut().push(*column);
        }
        false
    });
    columns.into_inner()
}

fn is_of_many(column: &ColumnRef) -> bool {
    leads_to_many(column.trail)
}

fn of_condition(condition: &Condition, many: &dyn Fn(&ColumnRef) -> bool) -> bool {
    let value = |value: &Expr| of_value(value, many);
    match condition {
        Condition::Truth(one) | Condition::IsNull(one) | Condition::IsNotNull(one) => value(one),
        Condition::In(one, _) | Condition::NotIn(one, _) => value(one),
        Condition::Compare { left, right, .. } => value(left) || value(right),
        Condition::Between(sides) => sides.iter().any(value),
        Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) => {
            terms.iter().any(|term| of_condition(term, many))
        }
        Condition::Not(inner, _) => of_condition(inner, many),
        Condition::Exists(_) | Condition::Empty | Condition::Constant(_) | Condition::TooDeep => false,
    }
}

fn of_value(value: &Expr, many: &dyn Fn(&ColumnRef) -> bool) -> bool {
    match value {
        Expr::Column(column) => many(column),
        Expr::Infix(sides, _) => of_value(&sides.0, many) || of_value(&sides.2, many),
        Expr::Call(call, _) => call.1.iter().any(|argument| of_value(argument, many)),
        Expr::Condition(condition) => of_condition(condition, many),
        Expr::Case(case, _) => {
            let when = |(condition, value): &(Condition, Expr)| {
                of_condition(condition, many) || of_value(value, many)
            };
            case.whens.iter().any(when) || case.otherwise.as_ref().is_some_and(|value| of_value(value, many))
        }
        // Aggregates and what was computed before speak of rows that are joined, and other queries of their own.
        Expr::Aggregate(..) | Expr::Annotation(_) | Expr::Group(_) | Expr::Subquery(..) | Expr::Outer(..) => {
            false
        }
        Expr::Param(_) | Expr::Carried(_) | Expr::Excluded(_) | Expr::TooDeep => false,
    }
}
