//! Which relations lead from a query's model to a column, as a type without a value.

use std::marker::PhantomData;

use crate::meta::{Hop, Trail};
use crate::types::{NotNull, Nothing, Or};

use super::definition::{Model, OfAQuery, Path, Relation};

type Of<T> = PhantomData<fn() -> T>;

/// The query's own model.
pub struct Root<M>(Of<M>);

/// One relation further than `P`.
pub struct Via<P, R>(Of<(P, R)>);

/// The model of a query that stands inside a query whose scope is `O`.
///
/// It is a type of its own, also where both are queries on one model: a column is never taken for the other one's.
pub struct Inner<O, M>(Of<(O, M)>);

macro_rules! zero_sized {
    ($($name:ident<$($param:ident),*>)*) => { $(
        impl<$($param),*> Clone for $name<$($param),*> {
            fn clone(&self) -> Self { *self }
        }
        impl<$($param),*> Copy for $name<$($param),*> {}
        impl<$($param),*> std::fmt::Debug for $name<$($param),*> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    )* };
}
zero_sized!(Root<M> Via<P, R> Inner<O, M>);

impl<M: Model> Path for Root<M> {
    type Scope = M;
    type Model = M;
    type Null = NotNull;
    const TRAIL: Trail = None;
}

impl<O: 'static, M: Model> Path for Inner<O, M> {
    type Scope = Inner<O, M>;
    type Model = M;
    type Null = NotNull;
    const TRAIL: Trail = None;
}

impl<P: Path, R: Relation> Path for Via<P, R> {
    type Scope = P::Scope;
    type Model = R::To;
    type Null = Or<P::Null, R::Null>;
    const TRAIL: Trail = Some(&Hop { before: P::TRAIL, relation: R::META, filtered: R::FILTERED });
}

/// Relations that lead to at most one row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` leads to many rows",
    label = "many rows",
    note = "`select_related` joins one row; load many with `prefetch_related`"
)]
pub trait ToOne: Relation {}

/// Relations that lead to any number of rows.
#[diagnostic::on_unimplemented(message = "`{Self}` leads to one row", label = "one row")]
pub trait ToMany: Relation {}

/// Paths that lead to at most one row.
#[diagnostic::on_unimplemented(
    message = "the path `{Self}` passes through many rows",
    label = "passes through many rows",
    note = "`select_related` joins one row; load many with `prefetch_related`"
)]
pub trait Single: Path {}
impl<M: Model> Single for Root<M> {}
impl<P: Single, R: ToOne> Single for Via<P, R> {}

/// The handles of a model's own columns and relations.
pub type Fields<M> = <M as Model>::Fields<Root<M>>;

/// Type equality as a bound, so that impl headers stay general and rustc lists no single candidate; of scopes,
/// [`Anywhere`] is each of them.
pub trait Is<T> {}
#[diagnostic::do_not_recommend]
impl<T> Is<T> for T {}
#[diagnostic::do_not_recommend]
impl<M: Model> Is<Nothing> for M {}
#[diagnostic::do_not_recommend]
impl<M> Is<Nothing> for Root<M> {}
#[diagnostic::do_not_recommend]
impl<P, R> Is<Nothing> for Via<P, R> {}
#[diagnostic::do_not_recommend]
impl<O, M> Is<Nothing> for Inner<O, M> {}

/// Values of the scope `Self` can be used in the scope `S`: its own, and those of the queries around it.
#[diagnostic::on_unimplemented(
    message = "a value of `{Self}` cannot be used in a query on `{S}`",
    label = "belongs to a query on `{Self}`",
    note = "a subquery that uses values of the query around it starts with `Model::within(p)`"
)]
pub trait Visible<S> {
    /// How many queries up it belongs.
    const UP: usize;
}
#[diagnostic::do_not_recommend]
impl<S> Visible<S> for S {
    const UP: usize = 0;
}
#[diagnostic::do_not_recommend]
impl<O: OfAQuery, M> Visible<Inner<O, M>> for O {
    const UP: usize = 1;
}
#[diagnostic::do_not_recommend]
impl<O: OfAQuery, M, N> Visible<Inner<Inner<O, M>, N>> for O {
    const UP: usize = 2;
}

/// The scope of values that belong to no query, such as literals: they can be used in any.
#[derive(Debug)]
pub enum Anywhere {}
#[diagnostic::do_not_recommend]
impl<M: Model> Is<M> for Anywhere {}
#[diagnostic::do_not_recommend]
impl<O, M> Is<Inner<O, M>> for Anywhere {}
#[diagnostic::do_not_recommend]
impl<M: Model> Visible<M> for Anywhere {
    const UP: usize = 0;
}
#[diagnostic::do_not_recommend]
impl<O, M> Visible<Inner<O, M>> for Anywhere {
    const UP: usize = 0;
}

impl<M: Model> OfAQuery for M {}
impl<O, M> OfAQuery for Inner<O, M> {}
