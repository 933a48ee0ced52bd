//! Orderings.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, Direction, Nulls};
use crate::field::{Aggregate, Annotation, Column, Expr, Related};
use crate::model::{Is, Model, Path, Relation, Via, Visible};
use crate::types::Value;

use super::lookups::Lookups;
use super::q::Q;

/// A key of an ordering of `S`: `p.price.desc()`.
pub struct Order<S> {
    key: ast::Order,
    of: PhantomData<fn() -> S>,
}

impl<S> Order<S> {
    fn new(expr: ast::Expr, direction: Direction) -> Self {
        Order { key: ast::Order { expr, direction, nulls: Nulls::Default }, of: PhantomData }
    }

    /// NULLs before every value: `NULLS FIRST`.
    pub fn nulls_first(mut self) -> Self {
        self.key.nulls = Nulls::First;
        self
    }

    /// NULLs after every value: `NULLS LAST`.
    pub fn nulls_last(mut self) -> Self {
        self.key.nulls = Nulls::Last;
        self
    }
}

impl<S> Clone for Order<S> {
    fn clone(&self) -> Self {
        Order { key: self.key.clone(), of: PhantomData }
    }
}

impl<S> fmt::Debug for Order<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

macro_rules! directions {
    ($([$($generics:tt)*] $type:ty, $scope:ty;)*) => { $(
        impl<$($generics)*, T: Value> $type {
            /// Smallest first; NULLs, as PostgreSQL orders them, last.
            pub fn asc(self) -> Order<$scope> {
                Order::new(self.into_expr(), Direction::Ascending)
            }

            /// Largest first; NULLs, as PostgreSQL orders them, first.
            pub fn desc(self) -> Order<$scope> {
                Order::new(self.into_expr(), Direction::Descending)
            }
        }
    )* };
}

directions! {
    [P: Path] Column<P, T>, P::Scope;
    [S] Expr<S, T>, S;
    [S] Annotation<S, T>, S;
}

impl<S, T> Aggregate<S, T> {
    /// Smallest first; NULLs, as PostgreSQL orders them, last.
    pub fn asc(self) -> Order<S> {
        Order::new(self.into_tree(), Direction::Ascending)
    }

    /// Largest first; NULLs, as PostgreSQL orders them, first.
    pub fn desc(self) -> Order<S> {
        Order::new(self.into_tree(), Direction::Descending)
    }
}

/// What `order_by` takes: a column, an expression, `.desc()` of one, a relation, a list of [`Order`], or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ordering of `{S}`",
    label = "not an ordering of `{S}`",
    note = "orderings are columns, `.asc()` and `.desc()` of columns, and tuples of these"
)]
pub trait Ordering<S> {
    /// Adds the keys.
    #[doc(hidden)]
    fn keys(self, out: &mut Vec<ast::Order>);
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Ordering<S> for Order<N> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        out.push(self.key);
    }
}

#[diagnostic::do_not_recommend]
impl<S> Ordering<S> for Vec<Order<S>> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        out.extend(self.into_iter().map(|order| order.key));
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Is<S>>, T: Value> Ordering<S> for Column<P, T> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        out.push(self.asc().key);
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Visible<S>, T: Value> Ordering<S> for Expr<N, T> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        let mut key = self.asc().key;
        key.expr = key.expr.seen_from(N::UP);
        out.push(key);
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Ordering<S> for Annotation<N, T> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        out.push(self.asc().key);
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Ordering<S> for Aggregate<N, T> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        out.push(self.asc().key);
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Ordering<S> for Q<N> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        let value = ast::Expr::Condition(Box::new(self.into_tree()));
        out.push(Order::<N>::new(value, Direction::Ascending).key);
    }
}

/// By a relation: by the related model's own ordering, or by its key where it has none.
#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Is<S>>, R: Relation> Ordering<S> for Related<P, R> {
    fn keys(self, out: &mut Vec<ast::Order>) {
        let before = out.len();
        <R::To as Model>::ordering::<Via<P, R>>(out);
        if out.len() == before {
            let keys = ast::Expr::key_columns(R::To::META, Via::<P, R>::TRAIL);
            out.extend(keys.into_iter().map(|key| Order::<S>::new(key, Direction::Ascending).key));
        }
    }
}

#[diagnostic::do_not_recommend]
impl<S> Ordering<S> for () {
    fn keys(self, _: &mut Vec<ast::Order>) {}
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, $($t: Ordering<S>),*> Ordering<S> for ($($t,)*) {
            fn keys(self, out: &mut Vec<ast::Order>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.keys(out);)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
