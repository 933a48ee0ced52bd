//! Conditions before an aggregate that speak of other related rows than it is computed of.

use crate::ast::{Condition, Expr, Grouping, Order, Output, OwnerKeys, Plan};
use crate::meta::{Hop, hops, same_path};
use crate::sql::aggregates::family;
use crate::sql::compiler::Compiler;

use super::related::speaks_of_many_only;

/// What a query that aggregates joins to many rows, whatever its conditions are.
///
/// Rows that were joined for conditions on other relations would multiply what is aggregated: these conditions are asked in
/// subqueries.
pub(super) struct JoinedMany {
    /// What the aggregates are computed of that the query itself computes: of several relations, of the first that is filtered
    /// by. The others have queries of their own, where they are what is joined.
    pub(super) family: Vec<&'static Hop>,
    /// Whether conditions speak of these.
    pub(super) is_filtered: bool,
    /// The other relations to many rows that it reads but for its conditions.
    read: Vec<&'static Hop>,
}

impl JoinedMany {
    /// That of a plan; `None` where every condition joins what it speaks of: nothing is aggregated, or an aggregate is of the
    /// query's rows, of which there is one for each row that is joined.
    ///
    /// Of a prefetch neither: each of its rows begins with its owner's key, and a query of its own would, too.
    pub(super) fn of(plan: &Plan) -> Option<JoinedMany> {
        if matches!(plan.grouping, Grouping::None)
            || plan.owners.as_ref().is_some_and(|owners| matches!(owners.keys, OwnerKeys::Many(_)))
        {
            return None;
        }
        let (mut families, mut read) = (Vec::new(), Vec::new());
        let keys = plan.keys();
        let mut look = |expr: &Expr| {
            let mut outside = expr.many_hops();
            expr.any(&mut |part| {
                if let Expr::Aggregate(aggregate, _) = part {
                    families.push(family(aggregate));
                    for hop in aggregate.many_hops() {
                        if let Some(at) = outside.iter().position(|other| same_path(Some(other), Some(hop))) {
                            outside.swap_remove(at);
                        }
                    }
                }
                false
            });
            read.append(&mut outside);
        };
        plan.annotations.iter().map(|annotation| &annotation.expr).for_each(&mut look);
        if let Output::Values(values) = &plan.output {
            values.iter().for_each(&mut look);
        }
        if let Grouping::Values { values, .. } = &plan.grouping {
            values.iter().for_each(&mut look);
        }
        keys.iter().map(|Order { expr, .. }| expr).for_each(look);
        if families.iter().any(Vec::is_empty) {
            return None;
        }
        let filtered: Vec<_> = plan.filters.iter().flat_map(|filter| filter.condition.many_hops()).collect();
        let is_filtered = |family: &&Vec<&'static Hop>| family.iter().all(|hop| is_among(hop, &filtered));
        let of_filtered = families.iter().find(is_filtered);
        let is_filtered = of_filtered.is_some();
        let family = of_filtered.or(families.first())?.clone();
        Some(JoinedMany { family, is_filtered, read })
    }

    /// Those of the terms of one call that are asked in a subquery. What one of them speaks of the others do not, unless they
    /// are asked there as well: one call speaks of one row.
    pub(super) fn apart<'t>(&self, compiler: &Compiler, terms: &'t [Condition]) -> Vec<&'t Condition> {
        let is_joined = |hop: &&'static Hop| {
            let of_family = || self.family.iter().flat_map(|hop| hops(Some(*hop)));
            hop.filtered.is_some()
                || is_among(hop, &self.read)
                || of_family().any(|other| same_path(Some(other), Some(*hop)))
        };
        let may_be = |term: &&Condition| {
            speaks_of_many_only(compiler, term) && !term.many_hops().iter().any(is_joined)
        };
        let (mut apart, mut joined): (Vec<_>, Vec<_>) = terms.iter().partition(may_be);
        loop {
            let speaks_of = |term: &Condition, other: &Condition| {
                let hops = other.many_hops();
                term.many_hops().iter().any(|hop| is_among(hop, &hops))
            };
            let with_joined = |term: &&Condition| joined.iter().any(|other| speaks_of(term, other));
            let (mut shared, alone): (Vec<_>, Vec<_>) = apart.into_iter().partition(with_joined);
            if shared.is_empty() {
                return alone;
            }
            joined.append(&mut shared);
            apart = alone;
        }
    }
}

fn is_among(hop: &&'static Hop, all: &[&'static Hop]) -> bool {
    all.iter().any(|other| same_path(Some(other), Some(hop)))
}
