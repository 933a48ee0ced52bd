//! What a queryset is asked for, call by call.

use crate::ast::{Computed, Distinct, Expr, Filter, Grouping, Output, Plan, Strength};
use crate::lookup::{Condition, Ordering, Selection};
use crate::model::{Handles, Model, Root};

use super::annotated::{Aliased, Grow};
use super::join::SelectRelated;
use super::prefetch::Prefetched;
use super::query_set::QuerySet;
use super::row_lock::{ForShare, ForUpdate, RowLock};
use super::shape::{FieldsOf, Scope, Shape, Values};

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// Keeps the rows that fulfil a condition.
    ///
    /// Within one call, every mention of a relation to many rows speaks of the same related row; conditions in calls
    /// of their own may each hold for another one. A row comes once for each related row that fulfils the condition;
    /// see [`distinct`](QuerySet::distinct).
    pub fn filter<C: Condition<Scope<M, S>>>(mut self, condition: impl FnOnce(S::Handed) -> C) -> Self {
        let condition = condition(S::handed(&mut 0)).condition();
        self.slice_first();
        self.plan.filters.push(Filter { condition });
        self
    }

    /// Drops the rows that fulfil a condition, and keeps those where it is unknown because of a NULL.
    ///
    /// A condition on a relation to many rows is fulfilled if any related row fulfils it: `NOT EXISTS (…)`.
    pub fn exclude<C: Condition<Scope<M, S>>>(mut self, condition: impl FnOnce(S::Handed) -> C) -> Self {
        let condition = condition(S::handed(&mut 0)).condition().negated();
        self.slice_first();
        self.plan.filters.push(Filter { condition });
        self
    }

    /// Orders the rows, instead of the order they had: a column, `.desc()` of one, or a tuple of these. `()` is no
    /// order.
    pub fn order_by<O: Ordering<Scope<M, S>>>(mut self, keys: impl FnOnce(S::Handed) -> O) -> Self {
        let mut order = Vec::new();
        keys(S::handed(&mut 0)).keys(&mut order);
        self.slice_first();
        if order.iter().any(|key| key.expr.aggregates()) {
            self.group();
        }
        self.plan.ordering = crate::ast::Ordering::Keys(order);
        self
    }

    /// Turns the order round, also one that is asked for afterwards.
    ///
    /// Behind [`distinct_on`](QuerySet::distinct_on), it turns the rows round that are kept.
    pub fn reverse(mut self) -> Self {
        self.kept_first();
        self.plan.reversed = !self.plan.reversed;
        self
    }

    /// At most `count` rows: `LIMIT`. `None` is no limit, and of several limits the smallest holds.
    ///
    /// What follows a slice applies to the slice. Within a prefetch, the limit is for each parent.
    pub fn limit(mut self, count: impl Into<Option<u64>>) -> Self {
        if let Some(count) = count.into() {
            self.plan.limit = Some(self.plan.limit.map_or(count, |limit| limit.min(count)));
        }
        self
    }

    /// Rows after the first `count`: `OFFSET`. `None` skips nothing, and several add up.
    ///
    /// As in SQL, it makes no difference whether it stands before or after [`limit`](QuerySet::limit).
    pub fn offset(mut self, count: impl Into<Option<u64>>) -> Self {
        if let Some(count) = count.into() {
            self.plan.offset = self.plan.offset.saturating_add(count);
        }
        self
    }

    /// Equal rows once: `SELECT DISTINCT`.
    pub fn distinct(mut self) -> Self {
        self.slice_first();
        self.plan.distinct = Distinct::Rows;
        self
    }

    /// No rows, and no statement.
    pub fn none(mut self) -> Self {
        self.plan.none = true;
        self
    }

    /// Locks the rows until the end of the transaction: `FOR UPDATE OF` the model's own table. What follows a slice
    /// decides which of its rows are locked, too. What counts or aggregates the rows locks none.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse) when it is awaited outside a transaction, where the lock would be gone at
    /// once, also as a part of a prefetch; and for what PostgreSQL cannot lock: distinct rows, slices for each parent of
    /// a prefetch, and the queryset of an `is_in`.
    pub fn select_for_update(mut self) -> Self {
        self.plan.lock = Some(RowLock::<M, S, ForUpdate>::new(Strength::Update).lock);
        self
    }

    /// As [`select_for_update`](QuerySet::select_for_update), with options:
    /// `|lock| lock.no_key().skip_locked().of(|p| (p, p.category))` is
    /// `FOR NO KEY UPDATE OF "products", "categories" SKIP LOCKED`.
    ///
    /// # Errors
    ///
    /// As [`select_for_update`](QuerySet::select_for_update); and [`Kind::Misuse`](crate::Kind::Misuse) if `of` names a
    /// relation that the query does not join, or one that may have no row, which PostgreSQL cannot lock.
    pub fn select_for_update_with<W>(
        mut self,
        options: impl FnOnce(RowLock<M, S, ForUpdate>) -> RowLock<M, S, ForUpdate, W>,
    ) -> Self {
        self.plan.lock = Some(options(RowLock::new(Strength::Update)).lock);
        self
    }

    /// Keeps the rows as they are until the end of the transaction, and lets others do the same: `FOR SHARE OF` the
    /// model's own table.
    ///
    /// # Errors
    ///
    /// As [`select_for_update`](QuerySet::select_for_update).
    pub fn select_for_share(mut self) -> Self {
        self.plan.lock = Some(RowLock::<M, S, ForShare>::new(Strength::Share).lock);
        self
    }

    /// As [`select_for_share`](QuerySet::select_for_share), with options: `|lock| lock.key().nowait()` is `FOR KEY SHARE
    /// OF "products" NOWAIT`.
    ///
    /// # Errors
    ///
    /// As [`select_for_update_with`](QuerySet::select_for_update_with).
    pub fn select_for_share_with<W>(
        mut self,
        options: impl FnOnce(RowLock<M, S, ForShare>) -> RowLock<M, S, ForShare, W>,
    ) -> Self {
        self.plan.lock = Some(options(RowLock::new(Strength::Share)).lock);
        self
    }

    /// Loads to-one relations in the same query, by joins: `|p| (p.category, p.category.parent)`.
    pub fn select_related<C: SelectRelated<Scope<M, S>>>(
        mut self,
        relations: impl FnOnce(FieldsOf<M, S>) -> C,
    ) -> Self {
        relations(Handles::NEW).join(&mut self.plan.select_related);
        self
    }

    /// Loads relations by a query each, all in flight at once: `|p| (p.tags, p.reviews.limit(3))`.
    ///
    /// A relation may carry its own `filter`, `order_by`, `limit` for each parent, and prefetches of its own.
    ///
    /// Related rows of one relation are one list in memory, which stays as long as any row that they were loaded for.
    pub fn prefetch_related<C: Prefetched<Scope<M, S>>>(
        mut self,
        relations: impl FnOnce(FieldsOf<M, S>) -> C,
    ) -> Self {
        if let Err(mistake) = relations(Handles::NEW).steps(&mut self.plan.prefetch_related) {
            self.plan.mistake = Some(mistake);
        }
        self
    }

    /// Values instead of instances: a column or expression, or a tuple of these.
    ///
    /// Values have no place for related rows: those that were to be selected or prefetched are left out, so that a
    /// custom manager may ask for them. Name what is wanted of a related row among the values.
    pub fn values<V: Selection<Scope<M, S>>>(
        mut self,
        values: impl FnOnce(S::Handed) -> V,
    ) -> QuerySet<M, Values<V::Row, S>> {
        let mut output = Vec::new();
        values(S::handed(&mut 0)).select(&mut output);
        if output.iter().any(Expr::aggregates) {
            self.slice_first();
            self.group();
        }
        self.plan.annotations.iter_mut().for_each(|annotation| annotation.selected = false);
        self.plan.select(output);
        self.plan.select_related.clear();
        self.plan.prefetch_related.clear();
        self.shaped()
    }

    /// Computes a value for each row, or several as a tuple: a column, an expression, an aggregate, a subquery.
    ///
    /// Each call adds one element to the rows and to what later closures are handed: `(c, n)`, then `(c, n, m)`.
    ///
    /// With an aggregate, rows are grouped: by the model's key, or after [`values`](QuerySet::values), by these. A later
    /// condition on the aggregate stands in HAVING. Aggregates of different related rows do not multiply each other:
    /// where there are several, each is computed of its own rows.
    pub fn annotate<A: Selection<Scope<M, S>> + 'static>(
        mut self,
        values: impl FnOnce(S::Handed) -> A,
    ) -> QuerySet<M, S::Grown>
    where
        S: Grow<M, A>,
    {
        self.compute(values(S::handed(&mut 0)), true);
        self.shaped()
    }

    /// As [`annotate`](QuerySet::annotate), for use in later closures only: rows stay as they are, and where closures
    /// were handed `p` they are handed `(p, a)`.
    pub fn alias<A: Selection<Scope<M, S>> + 'static>(
        mut self,
        values: impl FnOnce(S::Handed) -> A,
    ) -> QuerySet<M, Aliased<A, S>> {
        self.compute(values(S::handed(&mut 0)), false);
        self.shaped()
    }

    fn compute<A: Selection<Scope<M, S>>>(&mut self, values: A, selected: bool) {
        let mut computed = Vec::new();
        values.select(&mut computed);
        self.slice_first();
        if computed.iter().any(Expr::aggregates) {
            if self.plan.selects_of_groups() {
                self.behind_slice();
            }
            self.group();
        }
        let after = self.plan.filters.len();
        let annotation = |expr| Computed { expr, after, selected };
        self.plan.annotations.extend(computed.into_iter().map(annotation));
    }

    /// From here on, rows are groups.
    fn group(&mut self) {
        if !matches!(self.plan.grouping, Grouping::None) {
            return;
        }
        if matches!(self.plan.distinct, Distinct::On(_)) {
            self.behind_slice(); // the first rows are grouped
        }
        let after = self.plan.filters.len();
        self.plan.grouping = match &mut self.plan.output {
            Output::Model => Grouping::Key { after },
            Output::Values(values) => {
                let groups = (0..values.len()).map(Expr::Group).collect();
                Grouping::Values { values: std::mem::replace(values, groups), after }
            }
        };
    }

    /// What follows a slice applies to its rows: the slice becomes what is selected from.
    pub(crate) fn slice_first(&mut self) {
        if self.plan.is_sliced() {
            self.behind_slice();
        }
    }

    /// What follows applies to the rows that are kept, of a slice or of `distinct_on`: these become what is selected from.
    pub(crate) fn kept_first(&mut self) {
        match self.plan.distinct {
            Distinct::On(_) => self.behind_slice(),
            Distinct::No | Distinct::Rows => self.slice_first(),
        }
    }

    /// What follows applies to the rows as they are now.
    pub(crate) fn behind_slice(&mut self) {
        let outer = Plan::of(M::META, M::ordering::<Root<M>>);
        *self.plan = std::mem::replace(&mut *self.plan, outer).behind_slice();
    }
}
