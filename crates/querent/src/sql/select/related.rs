//! What the conditions of one call say of related rows.

use crate::ast::{ColumnRef, Condition, Expr};
use crate::meta::leads_to_many;
use crate::sql::compiler::Compiler;
use crate::sql::known::constant;

/// Whether a condition joins many rows and can be asked of the model's rows by themselves.
pub(super) fn speaks_of_many_only(compiler: &Compiler, condition: &Condition) -> bool {
    !is_computed(condition) && !has_negation(condition) && compiler.asks_of_any(condition)
}

/// Whether a condition is one on what was computed before, or on a query around this one.
pub(super) fn is_computed(condition: &Condition) -> bool {
    condition.any(&mut |part| {
        use crate::ast::Expr::{Annotation, Carried, Group, Outer};
        matches!(part, Annotation(_) | Carried(_) | Group(_) | Outer(..))
    })
}

/// Whether conditions of one call speak of the same related rows, and other things are said of these as well.
pub(super) fn speak_of_one_row(compiler: &Compiler, terms: &[Condition]) -> bool {
    let many = || terms.iter().filter(|term| reads_new_many(compiler, term));
    let (mut columns, mut of_owner) = (0, false);
    many().for_each(|term| {
        term.any(&mut |part| {
            if let Expr::Column(column) = part
                && leads_to_many(column.trail)
            {
                columns += 1;
                of_owner |= compiler.joins.new_many(column.trail, compiler.sharing).is_none();
            }
            false
        });
    });
    let used_inside = many().any(|term| !compiler.asks_of_any(term));
    (columns > 1 || used_inside)
        && !of_owner // these rows were found by it
        && !many().all(|term| matches!(term, Condition::Not(..)) && !used_inside)
        && !many().all(|term| speaks_of_many_only(compiler, term))
}

/// Whether a condition or a subquery in it reads a column of many rows that are not joined.
pub(super) fn reads_new_many(compiler: &Compiler, condition: &Condition) -> bool {
    let is_new = |column: &ColumnRef| compiler.joins.new_many(column.trail, compiler.sharing).is_some();
    let mut of_many = |part: &Expr| matches!(part, Expr::Column(column) if is_new(column));
    constant(condition).is_none()
        && (compiler.asks_of_any(condition)
            || compiler.selected.is_none() && !condition.aggregates() && condition.any(&mut of_many))
}

/// Whether a part of a condition is a negation, which asks of all related rows and not of one.
fn has_negation(condition: &Condition) -> bool {
    match condition {
        Condition::Not(..) => true,
        Condition::And(terms, _) | Condition::Or(terms, _) | Condition::Xor(terms, _) => {
            terms.iter().any(has_negation)
        }
        _ => false,
    }
}
