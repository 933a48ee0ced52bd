//! A relation as the start of a queryset, for `prefetch_related`.

use crate::ast::Plan;
use crate::field::Related;
use crate::lookup::{Condition, Ordering};
use crate::model::{Fields, Model, Path, Relation};

use super::join::SelectRelated;
use super::prefetch::Prefetched;
use super::query_set::QuerySet;
use super::shape::Along;

impl<P: Path, R: Relation> Related<P, R> {
    /// All the related rows, as a queryset to shape.
    pub fn all(self) -> QuerySet<R::To, Along<P, R>> {
        QuerySet::part(Plan::of(R::To::META, R::To::ordering))
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
