//! Querysets as sets that values may be members of.

use crate::ast::{ColumnRef, Expr, Membership, Output};
use crate::lookup::{KeySet, Set};
use crate::model::{Is, Model};
use crate::types::Value;

use super::query_set::QuerySet;
use super::shape::{Plain, Values};

/// `column IN (SELECT …)`; the inner query is never run by itself.
#[diagnostic::do_not_recommend]
impl<S, B, M: Model, V: Value<Base: Is<B>>> Set<S, B> for QuerySet<M, Values<V>> {
    fn set(self) -> Option<Membership> {
        Some(Membership::of(self.plan))
    }
}

/// A queryset of one value, selected as a tuple.
#[diagnostic::do_not_recommend]
impl<S, B, M: Model, V: Value<Base: Is<B>>> Set<S, B> for QuerySet<M, Values<(V,)>> {
    fn set(self) -> Option<Membership> {
        Some(Membership::of(self.plan))
    }
}

/// `key IN (SELECT key …)`
#[diagnostic::do_not_recommend]
impl<S, M, N: Model + Is<M>> KeySet<S, M> for QuerySet<N, Plain> {
    fn key_set(mut self) -> Option<Membership> {
        self.plan.output =
            Output::Values(vec![Expr::Column(ColumnRef { trail: None, column: N::META.key_column() })]);
        self.plan.select_related.clear();
        Some(Membership::of(self.plan))
    }
}
