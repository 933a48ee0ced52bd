//! Querysets as sets that values may be members of.

use crate::ast::{Expr, Membership, Output};
use crate::lookup::{KeySet, RowSet, Set};
use crate::model::{Is, Model};
use crate::types::Value;

use super::annotated::{Aliased, Annotated};
use super::filtered::WithRelation;
use super::query_set::QuerySet;
use super::shape::{Along, Inside, Member, Plain, Values};

/// `column IN (SELECT …)`; the inner query is never run by itself.
#[diagnostic::do_not_recommend]
impl<S, B, M: Model, V: Value<Base: Is<B>>, T: Member<S>> Set<S, B> for QuerySet<M, Values<V, T>> {
    fn set(self) -> Option<Membership> {
        Some(Membership::of(*self.plan))
    }
}

/// A queryset of one value, selected as a tuple.
#[diagnostic::do_not_recommend]
impl<S, B, M: Model, V: Value<Base: Is<B>>, T: Member<S>> Set<S, B> for QuerySet<M, Values<(V,), T>> {
    fn set(self) -> Option<Membership> {
        Some(Membership::of(*self.plan))
    }
}

/// `key IN (SELECT key …)`
#[diagnostic::do_not_recommend]
impl<S, M, N: Model + Is<M>, T: Member<S> + Keyed<N>> KeySet<S, M> for QuerySet<N, T> {
    fn key_set(mut self) -> Option<Membership> {
        if T::SELECTS_KEYS == SelectsKeys::No {
            self.plan.output = Output::Values(Expr::key_columns(N::META, None));
        }
        self.plan.annotations.iter_mut().for_each(|annotation| annotation.selected = false);
        self.plan.select_related.clear();
        Some(Membership::of(*self.plan))
    }
}

/// `(column, column) IN (SELECT key …)`
macro_rules! rows_of_instances {
    ($([$($generics:ident)*] $shape:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<Z, M: Model, $($generics),*> RowSet<Z, M::Key> for QuerySet<M, $shape>
        where
            $shape: Member<Z>,
        {
            fn rows(mut self) -> Option<Membership> {
                self.plan.output = Output::Values(Expr::key_columns(M::META, None));
                self.plan.select_related.clear();
                Some(Membership::of(*self.plan))
            }
        }
    )* };
}

rows_of_instances! {
    [] Plain;
    [O] Inside<O>;
    [P R] Along<P, R>;
}

/// `(column, column) IN (SELECT value, value …)`
macro_rules! rows_of_values {
    ($(($($value:ident $type:ident),*);)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, M, T, $($type, $value),*> RowSet<S, ($($type,)*)> for QuerySet<M, Values<($($value,)*), T>>
        where
            M: Model,
            T: Member<S>,
            $($value: Value<Base: Is<$type>>,)*
        {
            fn rows(self) -> Option<Membership> {
                Some(Membership::of(*self.plan))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M, S, $($type, $value),*> Keyed<M> for Values<($($value,)*), S>
        where
            M: Model<Key = ($($type,)*)>,
            $($value: Value<Base: Is<$type>>,)*
        {
            const SELECTS_KEYS: SelectsKeys = SelectsKeys::Yes;
        }
    )* };
}

rows_of_values! {
    (V A, W B);
    (V A, W B, X C);
}

/// Whether a queryset's rows are keys as they are.
#[derive(Debug, PartialEq, Eq)]
pub enum SelectsKeys {
    /// They are.
    Yes,
    /// The keys are selected in their place.
    No,
}

/// Shapes of querysets that stand for keys of `M`: those of instances, and of selected keys.
pub trait Keyed<M> {
    /// Whether the rows are keys as they are.
    const SELECTS_KEYS: SelectsKeys;
}

macro_rules! of_instances {
    ($([$($generics:ident)*] $shape:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, $($generics),*> Keyed<M> for $shape {
            const SELECTS_KEYS: SelectsKeys = SelectsKeys::No;
        }
    )* };
}

of_instances! {
    [] Plain;
    [O] Inside<O>;
    [P R] Along<P, R>;
}

macro_rules! as_before {
    ($([$($generics:ident)*] $shape:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, $($generics,)* S: Keyed<M>> Keyed<M> for $shape {
            const SELECTS_KEYS: SelectsKeys = S::SELECTS_KEYS;
        }
    )* };
}

as_before! {
    [A] Annotated<A, S>;
    [A] Aliased<A, S>;
    [P R] WithRelation<P, R, S>;
}

#[diagnostic::do_not_recommend]
impl<M: Model, V: Value<Base: Is<M::Key>>, S> Keyed<M> for Values<V, S> {
    const SELECTS_KEYS: SelectsKeys = SelectsKeys::Yes;
}
