//! Whether a condition speaks of many related rows.

use crate::ast::{Condition, Expr};

use super::compiler::Compiler;

/// Whether a condition, under a negation, speaks of any of many related rows.
pub(super) fn many_in(compiler: &Compiler, condition: &Condition) -> bool {
    let many = |expr: &Expr| many_in_expr(compiler, expr);
    match condition {
        Condition::Truth(value) | Condition::IsNull(value) | Condition::IsNotNull(value) => many(value),
        Condition::In(value, _) | Condition::NotIn(value, _) => many(value),
        Condition::Compare { left, right, .. } => many(left) || many(right),
        Condition::Between(sides) => sides.iter().any(many),
        Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) => {
            terms.iter().any(|term| many_in(compiler, term))
        }
        Condition::Not(inner, _) => many_in(compiler, inner),
        Condition::Exists(_) | Condition::Empty | Condition::Constant(_) | Condition::TooDeep => false,
    }
}

/// Whether a value does.
pub(super) fn many_in_expr(compiler: &Compiler, expr: &Expr) -> bool {
    match expr {
        Expr::Column(column) => compiler.joins.new_many(column.trail, compiler.sharing).is_some(),
        Expr::Infix(sides, _) => many_in_expr(compiler, &sides.0) || many_in_expr(compiler, &sides.2),
        Expr::Call(call, _) => call.1.iter().any(|argument| many_in_expr(compiler, argument)),
        Expr::Condition(condition) => many_in(compiler, condition),
        Expr::Case(case, _) => {
            let whens = &case.whens;
            whens
                .iter()
                .any(|(condition, value)| many_in(compiler, condition) || many_in_expr(compiler, value))
                || case.otherwise.as_ref().is_some_and(|value| many_in_expr(compiler, value))
        }
        // Aggregates and what was computed before speak of rows that are joined, and other queries of their own.
        Expr::Aggregate(..) | Expr::Annotation(_) | Expr::Group(_) | Expr::Subquery(..) | Expr::Outer(..) => {
            false
        }
        Expr::Param(_) | Expr::Carried(_) | Expr::Excluded(_) | Expr::TooDeep => false,
    }
}
