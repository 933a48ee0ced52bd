//! A relation as the start of a queryset, for `prefetch_related` and for queries inside queries.

use crate::ast::{ColumnRef, Expr, OwnerKeys, Owners, Plan};
use crate::field::Related;
use crate::lookup::{Condition, Ordering, Selection};
use crate::meta::{Hop, Link, ModelMeta, hops};
use crate::model::{Fields, Model, Path, Relation, Root};

use super::join::SelectRelated;
use super::prefetch::Prefetched;
use super::query_set::QuerySet;
use super::shape::{Along, Values};

/// Values of the rows that a relation leads to.
pub type ValuesAlong<P, R, V> = QuerySet<<R as Relation>::To, Values<V, Along<P, R>>>;

/// The rows behind a filtered relation are those of the query's own join.
const BEHIND_A_FILTERED_RELATION: &str =
    "a subquery cannot start behind a filtered relation; start it with the relation itself and filter it";

/// The last step of a path that has one.
fn last<P: Path, R: Relation>() -> &'static Hop {
    const { &Hop { before: P::TRAIL, relation: R::META, filtered: R::FILTERED } }
}

/// Whose rows a subquery has that starts with a path: those of the row in front of the first relation to many rows, or
/// where there is none, the one that `key` is the key of.
fn owners(last: &'static Hop, key: Expr) -> Owners {
    let mut way: Vec<&'static Hop> = hops(Some(last)).collect();
    way.reverse();
    let of = |model: &'static ModelMeta, trail| Expr::Column(ColumnRef { trail, column: model.key_column() });
    let first = way.iter().position(|hop| hop.relation.is_many()).unwrap_or(way.len() - 1);
    let first_hop = way[first];
    let key = match &first_hop.relation.link {
        Link::Forward { .. } => key,
        Link::Reverse { .. } | Link::Through { .. } => of((first_hop.relation.model)(), first_hop.before),
    };
    let way = way[first..way.len() - 1].iter().map(|hop| hop.relation).collect();
    Owners { relation: last.relation, way, keys: OwnerKeys::Outer(Box::new(key.seen_from(1))) }
}

impl<P: Path, R: Relation> Related<P, R> {
    /// All the related rows, as a queryset to shape.
    pub fn all(self) -> QuerySet<R::To, Along<P, R>> {
        let mut plan = Plan::of(R::To::META, R::To::ordering::<Root<R::To>>);
        plan.inner = true;
        if hops(Some(last::<P, R>())).any(|hop| hop.filtered.is_some()) {
            plan.mistake = Some(BEHIND_A_FILTERED_RELATION);
        }
        plan.owners = Some(owners(last::<P, R>(), self.key_tree()));
        QuerySet::part(plan)
    }

    /// The related rows that fulfil a condition.
    pub fn filter<C: Condition<R::To>>(
        self,
        condition: impl FnOnce(Fields<R::To>) -> C,
    ) -> QuerySet<R::To, Along<P, R>> {
        self.all().filter(condition)
    }

    /// The related rows that do not fulfil a condition.
    pub fn exclude<C: Condition<R::To>>(
        self,
        condition: impl FnOnce(Fields<R::To>) -> C,
    ) -> QuerySet<R::To, Along<P, R>> {
        self.all().exclude(condition)
    }

    /// The related rows in another order than their model's.
    pub fn order_by<O: Ordering<R::To>>(
        self,
        keys: impl FnOnce(Fields<R::To>) -> O,
    ) -> QuerySet<R::To, Along<P, R>> {
        self.all().order_by(keys)
    }

    /// At most so many related rows for each row.
    pub fn limit(self, count: impl Into<Option<u64>>) -> QuerySet<R::To, Along<P, R>> {
        self.all().limit(count)
    }

    /// Values of the related rows, for [`subquery`](crate::queryset::subquery) and [`array`](crate::queryset::array).
    pub fn values<V: Selection<R::To>>(
        self,
        values: impl FnOnce(Fields<R::To>) -> V,
    ) -> ValuesAlong<P, R, V::Row> {
        self.all().values(values)
    }

    /// The related rows with to-one relations of their own.
    pub fn select_related<C: SelectRelated<R::To>>(
        self,
        relations: impl FnOnce(Fields<R::To>) -> C,
    ) -> QuerySet<R::To, Along<P, R>> {
        self.all().select_related(relations)
    }

    /// The related rows with relations of their own.
    pub fn prefetch_related<C: Prefetched<R::To>>(
        self,
        relations: impl FnOnce(Fields<R::To>) -> C,
    ) -> QuerySet<R::To, Along<P, R>> {
        self.all().prefetch_related(relations)
    }
}
