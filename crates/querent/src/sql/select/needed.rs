//! Which annotations a query must compute.

use crate::ast::{Distinct, Expr, Plan};
use crate::sql::many::value_joins_many;
use crate::sql::purpose::Purpose;

/// For each annotation, whether it must be written: it is part of a row, something else refers to it, or it joins many
/// rows and so decides how many there are.
pub(super) fn needed(plan: &Plan, purpose: Purpose) -> Vec<bool> {
    let all = purpose == Purpose::Slice;
    let shown = !matches!(purpose, Purpose::Keys | Purpose::Number | Purpose::Any);
    let mut needed: Vec<bool> = plan
        .annotations
        .iter()
        .enumerate()
        .map(|(at, one)| all && plan.carries(at) || one.selected && shown || value_joins_many(&one.expr))
        .collect();
    let mut note = |part: &Expr| {
        if let Expr::Annotation(at) = part
            && let Some(needed) = needed.get_mut(*at)
        {
            *needed = true;
        }
        false
    };
    for filter in &plan.filters {
        filter.condition.any(&mut note);
    }
    let computed = plan.annotations.len();
    plan.values().into_iter().skip(computed).for_each(|value| _ = value.any(&mut note));
    let ordered = matches!(purpose, Purpose::Rows | Purpose::Array)
        || plan.is_sliced()
        || matches!(plan.distinct, Distinct::On(_));
    if ordered {
        plan.keys().iter().for_each(|key| _ = key.expr.any(&mut note));
    }
    // An annotation is made of those before it.
    for at in (0..plan.annotations.len()).rev() {
        if needed[at] {
            plan.annotations[at].expr.any(&mut |part| {
                if let Expr::Annotation(other) = part
                    && let Some(needed) = needed.get_mut(*other)
                {
                    *needed = true;
                }
                false
            });
        }
    }
    needed
}
