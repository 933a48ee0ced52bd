//! Conditions before an aggregate that speak of other related rows than it is computed of.

use crate::ast::{Condition, Expr, Grouping, Output, Plan};
use crate::meta::{Hop, hops, same_path};
use crate::sql::aggregates::family;

/// What a query reads of many rows but for its conditions, where it aggregates only these.
///
/// Rows that are joined for a condition on other relations would multiply what is aggregated.
#[derive(Default)]
pub(super) struct Aggregated(Option<Vec<&'static Hop>>);

impl Aggregated {
    /// That of a plan: nothing where an aggregate is of the query's rows, of which there is one for each joined row.
    pub(super) fn of(plan: &Plan) -> Aggregated {
        let (mut read, mut of_own_rows) = (Vec::new(), false);
        let mut look = |expr: &Expr| {
            expr.any(&mut |part| {
                match part {
                    Expr::Aggregate(aggregate, _) => of_own_rows |= family(aggregate).is_empty(),
                    Expr::Column(column) => {
                        read.extend(hops(column.trail).filter(|hop| hop.relation.is_many()));
                    }
                    _ => {}
                }
                false
            });
        };
        plan.annotations.iter().for_each(|annotation| look(&annotation.expr));
        plan.keys().iter().for_each(|key| look(&key.expr));
        if let Output::Values(values) = &plan.output {
            values.iter().for_each(&mut look);
        }
        if let Grouping::Values { values, .. } = &plan.grouping {
            values.iter().for_each(look);
        }
        let aggregates = !matches!(plan.grouping, Grouping::None) && !of_own_rows;
        Aggregated(aggregates.then_some(read))
    }

    /// Whether a condition speaks of other related rows, each of which would be one more row to aggregate.
    pub(super) fn is_apart_from(&self, condition: &Condition) -> bool {
        let is_read = |hop: &&'static Hop, read: &[&'static Hop]| {
            read.iter().any(|other| same_path(Some(hop), Some(other)))
        };
        self.0.as_ref().is_some_and(|read| !condition.many_hops().iter().any(|hop| is_read(hop, read)))
    }
}
