//! What is known of a query without the database.

use crate::ast::{Combinator, Condition, Membership, Plan, Source};

/// Whether it is known without the database that there are no rows.
pub(crate) fn is_empty(plan: &Plan) -> bool {
    plan.none
        || plan.limit == Some(0)
        || plan.filters.iter().any(|filter| constant(&filter.condition) == Some(false))
        || match &plan.source {
            Source::Table => false,
            Source::Slice(slice) => is_empty(slice),
            Source::Combined(first, others) => {
                others.iter().fold(is_empty(first), |empty, (how, other)| match how {
                    Combinator::Union | Combinator::UnionAll => empty && is_empty(other),
                    Combinator::Intersect => empty || is_empty(other),
                    Combinator::Except => empty,
                })
            }
        }
}

/// Whether a condition is the same for every row.
pub(super) fn constant(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Empty => Some(true),
        Condition::Constant(value) => Some(*value),
        Condition::In(_, Membership::Query(plan)) if is_empty(plan) => Some(false),
        Condition::NotIn(_, Membership::Query(plan)) if is_empty(plan) => Some(true),
        Condition::Exists(plan) if is_empty(plan) => Some(false),
        Condition::Not(inner, _) => constant(inner).map(|value| !value),
        Condition::And(terms, _) => decided(terms, false),
        Condition::Or(terms, _) => decided(terms, true),
        _ => None,
    }
}

/// The value of terms of which one that is `deciding` decides; unknown unless one does or all are known.
fn decided(terms: &[Condition], deciding: bool) -> Option<bool> {
    let mut open = false;
    for term in terms {
        match constant(term) {
            Some(value) if value == deciding => return Some(deciding),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!deciding)
}
