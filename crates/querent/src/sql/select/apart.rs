//! Conditions before an aggregate that speak of other related rows than it is computed of.

use crate::ast::{Condition, Expr, Grouping, OwnerKeys, Plan};
use crate::meta::{Hop, hops, same_path};
use crate::sql::aggregates::{each_value, family};
use crate::sql::compiler::Compiler;
use crate::sql::computed::JoinedMany;
use crate::sql::joins::Joins;

use super::related::speaks_of_many_only;

/// Which conditions before the aggregates of a query are asked in subqueries, for what they would join would multiply what is
/// aggregated.
pub(super) struct Apart {
    pub(super) joined: JoinedMany,
    /// The relations to many rows that the query reads but for its conditions and aggregates.
    read: Vec<&'static Hop>,
}

impl Apart {
    /// Those of a plan; `None` where nothing is aggregated.
    ///
    /// Of a prefetch, too: each of its rows begins with its owner's key, and a query of its own would as well.
    pub(super) fn of(plan: &Plan) -> Option<Apart> {
        let after = match plan.grouping {
            Grouping::None => return None,
            Grouping::Key { after } | Grouping::Values { after, .. } => after,
            Grouping::Whole => plan.filters.len(),
        };
        if plan.owners.as_ref().is_some_and(|owners| matches!(owners.keys, OwnerKeys::Many(_))) {
            return None;
        }
        let (mut families, mut read) = (Vec::new(), Vec::new());
        let mut look = |expr: &Expr| read.append(&mut read_outside(expr, &mut families));
        each_value(plan, &mut look);
        if let Grouping::Values { values, .. } = &plan.grouping {
            values.iter().for_each(look);
        }
        let terms = plan.filters.iter().take(after).flat_map(|filter| filter.condition.conjuncts());
        let joining = terms.filter(|term| !matches!(term, Condition::Not(..)));
        let filtered: Vec<_> = joining.flat_map(Condition::many_hops).collect();
        let is_filtered =
            |family: &&Vec<&'static Hop>| family.iter().all(|hop| Joins::may_share(hop, &filtered));
        let family = match families.iter().any(Vec::is_empty) {
            true => Vec::new(),
            false => families.iter().find(is_filtered).or(families.first())?.clone(),
        };
        Some(Apart { joined: JoinedMany { family, filtered }, read })
    }

    /// Those of the terms of one call that are asked in a subquery. What one of them speaks of the others do not, unless they
    /// are asked there as well: one call speaks of one row.
    pub(super) fn terms<'t>(&self, compiler: &Compiler, terms: &'t [Condition]) -> Vec<&'t Condition> {
        if self.joined.family.is_empty() {
            return Vec::new();
        }
        let family: Vec<_> = self.joined.family.iter().flat_map(|hop| hops(Some(*hop))).collect();
        let is_joined = |hop: &&'static Hop| {
            hops(Some(*hop)).any(|hop| hop.filtered.is_some()) // which is one row in all calls
                || Joins::may_share(hop, &self.read)
                || Joins::may_share(hop, &family)
        };
        let may_be = |term: &&Condition| {
            speaks_of_many_only(compiler, term) && !term.many_hops().iter().any(is_joined)
        };
        let (mut apart, mut joined): (Vec<_>, Vec<_>) = terms.iter().partition(may_be);
        loop {
            let speaks_of = |term: &Condition, other: &Condition| {
                let hops = other.many_hops();
                term.many_hops().iter().any(|hop| Joins::may_share(hop, &hops))
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

/// The relations to many rows that a value reads outside of its aggregates, whose families are added to these.
fn read_outside(value: &Expr, families: &mut Vec<Vec<&'static Hop>>) -> Vec<&'static Hop> {
    let mut outside = value.many_hops();
    value.any(&mut |part| {
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
    outside
}
