//! Querysets inside a query: whether they have rows, and what they select, as values of the query around them.

use crate::ast::{self, Computed, Condition, Grouping, Ordering, Output, Plan, Selected};
use crate::field::{Expr, Related};
use crate::lookup::{Selection, Totals, count_of_key};
use crate::model::{Handles, Model, Path, Relation, Root};
use crate::sql;
use crate::types::{Base, Scalar, Value};

use super::query_set::QuerySet;
use super::shape::{Along, Inside, Nested, Scope, Shape, Values};

/// The scope of the query that handles belong to.
pub type ScopeOf<H> = <<H as Handles>::Path as Path>::Scope;

/// Models as the start of a query inside another one.
pub trait Within: Model {
    /// The rows of the model, in a query inside the one that `outer` belongs to.
    ///
    /// Its closures may use `outer`'s values, as Django's subqueries use `OuterRef`.
    ///
    /// ```
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, price: i32, stock: i32 }
    /// # fn example(db: &Db) -> QuerySet<Product> {
    /// // the products that are not the cheapest
    /// Product::objects(db).filter(|p| exists(Product::within(p).filter(|q| q.price.lt(p.price))))
    /// # }
    /// ```
    fn within<H: Handles>(_outer: H) -> QuerySet<Self, Inside<ScopeOf<H>>> {
        let mut plan = Plan::of(Self::META, Self::ordering::<Root<Self>>);
        plan.inner = true;
        QuerySet::part(plan)
    }
}

impl<M: Model> Within for M {}

/// What can stand inside a query: a queryset that starts with `Model::within(p)` or with a relation.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand inside another query",
    label = "not a subquery",
    note = "start it with `Model::within(p)`, or from a relation: `exists(p.reviews.filter(…))`"
)]
pub trait Subquery {
    /// The scope of the query around it.
    type Around;
    /// The query as data.
    #[doc(hidden)]
    fn into_plan(self) -> Plan;
}

#[diagnostic::do_not_recommend]
impl<M: Model, S: Shape<M> + Nested> Subquery for QuerySet<M, S> {
    type Around = S::Around;
    fn into_plan(self) -> Plan {
        *self.plan
    }
}

#[diagnostic::do_not_recommend]
impl<P: Path, R: Relation> Subquery for Related<P, R> {
    type Around = P::Scope;
    fn into_plan(self) -> Plan {
        *self.all().plan
    }
}

/// A subquery of one value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a subquery of one value",
    label = "not a subquery of one value",
    note = "say which value: `subquery(p.reviews.order_by(|r| r.id.desc()).values(|r| r.rating))`"
)]
pub trait ValueSubquery: Subquery {
    /// The value.
    type Value: Value;
}

#[diagnostic::do_not_recommend]
impl<M: Model, V: Value, S: Shape<M> + Nested> ValueSubquery for QuerySet<M, Values<V, S>> {
    type Value = V;
}

/// Whether the subquery has any row: `EXISTS (SELECT 1 …)`. `!exists(…)` is its negation.
///
/// Django's `Exists`. It is a condition, and as a selected value a `bool`.
pub fn exists<O>(query: impl Subquery<Around = O>) -> Expr<O, bool> {
    let mut plan = query.into_plan();
    plan.select_related.clear();
    plan.prefetch_related.clear();
    let exists = Condition::Exists(Box::new(plan.within_bounds()));
    Expr::new(ast::Expr::Condition(Box::new(exists)))
}

/// The value of the subquery's first row, `None` without one: `(SELECT … LIMIT 1)`, Django's `Subquery`.
pub fn subquery<O, V: Value>(query: impl ValueSubquery<Around = O, Value = V>) -> Expr<O, Option<Base<V>>> {
    let mut plan = query.into_plan();
    plan.limit = Some(plan.limit.map_or(1, |limit| limit.min(1)));
    Expr::new(ast::Expr::subquery(plan, Selected::One))
}

/// The values of all the subquery's rows, in its order: `ARRAY(SELECT …)`, Django's `ArraySubquery`.
pub fn array<O, V: Value>(query: impl ValueSubquery<Around = O, Value = V>) -> Expr<O, Vec<V>>
where
    Vec<V>: Scalar,
{
    Expr::new(ast::Expr::subquery(query.into_plan(), Selected::Array))
}

impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// One row of what is computed of all the rows: of a slice, of distinct or grouped rows, these are the rows.
    pub(crate) fn totals<A: Totals<Scope<M, S>>>(mut self, totals: impl FnOnce(S::Handed) -> A) -> Plan {
        let mut output = Vec::new();
        totals(S::handed(&mut 0)).select(&mut output);
        let as_written = self.plan.is_sliced()
            || !matches!(self.plan.distinct, ast::Distinct::No)
            || !matches!(self.plan.grouping, Grouping::None);
        if as_written {
            self.behind_slice();
        } else if let Output::Values(values) = std::mem::replace(&mut self.plan.output, Output::Model) {
            // There is a row for each of the related rows that they are values of.
            let after = self.plan.filters.len();
            let joined = values.into_iter().filter(sql::value_joins_many);
            self.plan.annotations.extend(joined.map(|expr| Computed { expr, after, selected: false }));
        }
        self.plan.annotations.iter_mut().for_each(|annotation| annotation.selected = false);
        self.plan.select_related.clear();
        self.plan.prefetch_related.clear();
        self.plan.output = Output::Values(output);
        self.plan.grouping = Grouping::Whole;
        self.plan.ordering = Ordering::Keys(Vec::new());
        *self.plan
    }
}

macro_rules! numbers_of_subqueries {
    ($([$($generics:tt)*] $shape:ty, $around:ty;)*) => { $(
        impl<M: Model, $($generics)*> QuerySet<M, $shape>
        where
            $shape: Shape<M>,
        {
            /// How many rows the subquery has, as a value of the query around it: `(SELECT count(…) …)`.
            pub fn count(self) -> Expr<$around, i64> {
                let count = |_| count_of_key::<Scope<M, $shape>>(M::META);
                Expr::new(ast::Expr::subquery(self.totals(count), Selected::One))
            }

            /// What is computed of the subquery's rows, as a value of the query around it: `(SELECT sum(…) …)`.
            pub fn aggregate<A>(
                self,
                aggregate: impl FnOnce(M::Fields<<$shape as Shape<M>>::Root>) -> A,
            ) -> Expr<$around, A::Row>
            where
                A: Totals<Scope<M, $shape>> + Selection<Scope<M, $shape>, Row: Value>,
                $shape: Shape<M, Handed = M::Fields<<$shape as Shape<M>>::Root>>,
            {
                Expr::new(ast::Expr::subquery(self.totals(aggregate), Selected::One))
            }
        }
    )* };
}

numbers_of_subqueries! {
    [P: Path, R: Relation<To = M>] Along<P, R>, P::Scope;
    [O: 'static] Inside<O>, O;
}

impl<P: Path, R: Relation> Related<P, R> {
    /// What is computed of the related rows, as a value of this query: `(SELECT max(…) …)`.
    pub fn aggregate<A>(
        self,
        aggregate: impl FnOnce(crate::model::Fields<R::To>) -> A,
    ) -> Expr<P::Scope, A::Row>
    where
        A: Totals<R::To> + Selection<R::To, Row: Value>,
    {
        self.all().aggregate(aggregate)
    }
}
