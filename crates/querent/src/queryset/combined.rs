//! Querysets put together as sets.

use crate::ast::Combinator;
use crate::model::Model;

use super::query_set::QuerySet;
use super::shape::Shape;

/// What follows applies to all the rows: `filter` and `annotate` as to a table, `order_by` and `limit` at last. The rows
/// of a side come in no order, and a side that is sliced is sliced by its own.
///
/// Sides that are instances have the model's columns, so that relations can be joined and prefetched. Sides that are
/// values, which may come from several models, have these values only: a column is one of them if the first side
/// selects it, and another one is a [`Misuse`](crate::Kind::Misuse). `values` directly after querysets of one model is
/// said of each side, and rows are compared by these values.
impl<M: Model, S: Shape<M>> QuerySet<M, S> {
    /// The rows of either queryset, equal ones once: `(SELECT … UNION SELECT …)`.
    ///
    /// # Errors
    ///
    /// [`Kind::Misuse`](crate::Kind::Misuse), when it is awaited, if one of the two locks its rows.
    ///
    /// ```
    /// use querent::prelude::*;
    /// # #[derive(Model)]
    /// # struct Product { id: i64, price: i32 }
    /// # fn example(db: &Db) -> QuerySet<Product> {
    /// let dearest = Product::objects(db).order_by(|p| p.price.desc()).limit(3);
    /// let cheapest = Product::objects(db).order_by(|p| p.price).limit(3);
    /// dearest.union(cheapest).order_by(|p| p.price)
    /// # }
    /// ```
    pub fn union<N: Model, Z: Shape<N, Row = S::Row>>(self, other: QuerySet<N, Z>) -> Self {
        self.combined(Combinator::Union, other)
    }

    /// The rows of both querysets, equal ones as often as they are there: `(SELECT … UNION ALL SELECT …)`.
    ///
    /// # Errors
    ///
    /// As those of [`union`](QuerySet::union).
    pub fn union_all<N: Model, Z: Shape<N, Row = S::Row>>(self, other: QuerySet<N, Z>) -> Self {
        self.combined(Combinator::UnionAll, other)
    }

    /// The rows that are in both querysets, equal ones once: `(SELECT … INTERSECT SELECT …)`.
    ///
    /// # Errors
    ///
    /// As those of [`union`](QuerySet::union).
    pub fn intersection<N: Model, Z: Shape<N, Row = S::Row>>(self, other: QuerySet<N, Z>) -> Self {
        self.combined(Combinator::Intersect, other)
    }

    /// The rows of this queryset that are not in the other one, equal ones once: `(SELECT … EXCEPT SELECT …)`.
    ///
    /// # Errors
    ///
    /// As those of [`union`](QuerySet::union).
    pub fn difference<N: Model, Z: Shape<N, Row = S::Row>>(self, other: QuerySet<N, Z>) -> Self {
        self.combined(Combinator::Except, other)
    }

    fn combined<N: Model, Z: Shape<N>>(mut self, combinator: Combinator, other: QuerySet<N, Z>) -> Self {
        *self.plan = self.plan.combined(combinator, *other.plan);
        self
    }
}
