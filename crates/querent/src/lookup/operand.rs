//! What may stand beside a column.

use std::collections::{BTreeSet, HashSet};
use std::net::IpAddr;

use rust_decimal::Decimal;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use crate::ast;
use crate::field::{Annotation, Column, Expr};
use crate::model::{Path, Visible};
use crate::types::{
    Base, Compares, Jsonb, NotNull, Null, Nullability, Nullable, Or, Scalar, Takes, Value, Widens,
};

/// Whether an operand is written as an `Option`, which only `eq`, `ne` and `set` take.
pub trait Presence {}

/// A value that is there.
#[derive(Debug)]
pub enum Definite {}
impl Presence for Definite {}

/// An `Option`: `None` means NULL.
#[derive(Debug)]
pub enum Optional {}
impl Presence for Optional {}

/// How a column of another type stands beside one: only what PostgreSQL widens by itself.
#[derive(Debug)]
pub enum Widening {}

/// How a column of another type stands beside one: whatever PostgreSQL compares, on either side.
#[derive(Debug)]
pub enum Comparing {}

/// `A: Suits<B, K>`: a column of `A` may stand beside one of `B`, in the way of `K`.
pub trait Suits<B, K> {}
#[diagnostic::do_not_recommend]
impl<A: Widens<B>, B> Suits<B, Widening> for A {}
#[diagnostic::do_not_recommend]
impl<A: Compares<B>, B> Suits<B, Comparing> for A {}

/// What may stand beside a column of `B` in the scope `S`: a literal, a column or an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of `{B}`",
    label = "expected `{B}`, or a column or expression of it",
    note = "in a subquery, values of the query around it are seen from `Model::within(p)`"
)]
pub trait Operand<S, B, K = Comparing> {
    /// Whether it can be NULL.
    type Null: Nullability;
    /// Whether it is written as an `Option`.
    type Presence: Presence;
    /// The operand as a tree.
    #[doc(hidden)]
    fn operand(self) -> ast::Expr;
}

/// An [`Operand`] that is there: nothing is greater than NULL, nor like it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of `{B}`",
    label = "expected `{B}`, or a column or expression of it; an `Option` is for `eq` and `ne`",
    note = "in a subquery, values of the query around it are seen from `Model::within(p)`"
)]
pub trait DefiniteOperand<S, B, K = Comparing> {
    /// The operand as a tree.
    #[doc(hidden)]
    fn definite(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, B, K, V: Operand<S, B, K, Presence = Definite>> DefiniteOperand<S, B, K> for V {
    fn definite(self) -> ast::Expr {
        self.operand()
    }
}

macro_rules! literals {
    ($($literal:ty),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<'a, S, B: Takes<$literal>, K> Operand<S, B, K> for $literal {
            type Null = NotNull;
            type Presence = Definite;
            fn operand(self) -> ast::Expr {
                ast::Expr::Param(B::bind(self))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<'a, B: Takes<$literal>> SetItem<B> for $literal {
            type Null = NotNull;
            fn item(self) -> Option<B> {
                Some(B::take(self))
            }
        }
    )* };
}

literals!(
    i16,
    i32,
    i64,
    f32,
    f64,
    bool,
    &'a str,
    String,
    &'a String,
    Decimal,
    &'a Decimal,
    Date,
    Time,
    PrimitiveDateTime,
    OffsetDateTime,
    Duration,
    IpAddr,
    Uuid,
    &'a Uuid,
    serde_json::Value,
    &'a serde_json::Value,
);

#[diagnostic::do_not_recommend]
impl<S, B: Takes<Jsonb<T>>, T, K> Operand<S, B, K> for Jsonb<T> {
    type Null = NotNull;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        ast::Expr::Param(B::bind(self))
    }
}

#[diagnostic::do_not_recommend]
impl<B: Takes<Jsonb<T>>, T> SetItem<B> for Jsonb<T> {
    type Null = NotNull;
    fn item(self) -> Option<B> {
        Some(B::take(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S, B: Scalar, K> Operand<S, B, K> for Option<B> {
    type Null = Nullable;
    type Presence = Optional;
    fn operand(self) -> ast::Expr {
        ast::Expr::Param(self.map_or_else(B::null, Scalar::into_param))
    }
}

#[diagnostic::do_not_recommend]
impl<S, B, K, P: Path<Scope: Visible<S>>, T: Value> Operand<S, B, K> for Column<P, T>
where
    Base<T>: Suits<B, K>,
{
    type Null = Or<P::Null, Null<T>>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.tree().seen_from(P::Scope::UP)
    }
}

#[diagnostic::do_not_recommend]
impl<S, B, K, N: Visible<S>, T: Value> Operand<S, B, K> for Expr<N, T>
where
    Base<T>: Suits<B, K>,
{
    type Null = Null<T>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.into_tree().seen_from(N::UP)
    }
}

#[diagnostic::do_not_recommend]
impl<S, B, K, N: Visible<S>, T: Value> Operand<S, B, K> for Annotation<N, T>
where
    Base<T>: Suits<B, K>,
{
    type Null = Null<T>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.tree().seen_from(N::UP)
    }
}

/// A value of a list. `None` is left out of it: nothing equals NULL.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a value of `{B}`", label = "expected `{B}`")]
pub trait SetItem<B> {
    /// Whether it is written as an `Option`.
    type Null: Nullability;
    /// The value, unless it is NULL.
    #[doc(hidden)]
    fn item(self) -> Option<B>;
}

#[diagnostic::do_not_recommend]
impl<B: Scalar> SetItem<B> for Option<B> {
    type Null = Nullable;
    fn item(self) -> Option<B> {
        self
    }
}

/// What `is_in` and `not_in` take: a list, or a queryset of one value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list or a queryset of `{B}`",
    label = "expected values of `{B}`"
)]
pub trait Set<S, B> {
    /// The set as data; `None` for a list that is empty.
    #[doc(hidden)]
    fn set(self) -> Option<ast::Membership>;
}

pub(super) fn list<B: Scalar>(items: impl Iterator<Item = impl SetItem<B>>) -> Option<ast::Membership> {
    let values: Vec<B> = items.filter_map(SetItem::item).collect();
    (!values.is_empty()).then(|| ast::Membership::List(B::list(values)))
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, B: Scalar, V: SetItem<B>, $($generics)*> Set<S, B> for $list {
            fn set(self) -> Option<ast::Membership> {
                list(self.into_iter())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, B: Scalar, V: Clone + SetItem<B>, $($generics)*> Set<S, B> for &$list {
            fn set(self) -> Option<ast::Membership> {
                list(self.iter().cloned())
            }
        }
    )* };
}

lists! {
    [] Vec<V>;
    [const N: usize] [V; N];
    [H] HashSet<V, H>;
    [] BTreeSet<V>;
}

#[diagnostic::do_not_recommend]
impl<S, B: Scalar, V: Clone + SetItem<B>> Set<S, B> for &[V] {
    fn set(self) -> Option<ast::Membership> {
        list(self.iter().cloned())
    }
}
