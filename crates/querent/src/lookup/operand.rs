//! What may stand beside a column.

use std::collections::{BTreeSet, HashSet};

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use crate::ast;
use crate::field::{Column, Expr};
use crate::model::{Is, Path};
use crate::types::{
    Base, Jsonb, NotNull, Null, Nullability, Nullable, Or, Param, Scalar, Takes, Value, Widens,
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

/// What may stand beside a column of `B` in the scope `S`: a literal, a column or an expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be compared with a column of `{B}`",
    label = "expected `{B}`, or a column or expression of it"
)]
pub trait Operand<S, B> {
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
    label = "expected `{B}`, or a column or expression of it; an `Option` is for `eq` and `ne`"
)]
pub trait DefiniteOperand<S, B> {
    /// The operand as a tree.
    #[doc(hidden)]
    fn definite(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, B, V: Operand<S, B, Presence = Definite>> DefiniteOperand<S, B> for V {
    fn definite(self) -> ast::Expr {
        self.operand()
    }
}

macro_rules! literals {
    ($($literal:ty),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl<'a, S, B: Takes<$literal>> Operand<S, B> for $literal {
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
    &'a [u8],
    Vec<u8>,
    &'a Vec<u8>,
    Decimal,
    &'a Decimal,
    Date,
    Time,
    PrimitiveDateTime,
    OffsetDateTime,
    Uuid,
    &'a Uuid,
    serde_json::Value,
    &'a serde_json::Value,
);

#[diagnostic::do_not_recommend]
impl<S, B: Takes<Jsonb<T>>, T> Operand<S, B> for Jsonb<T> {
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
impl<S, B: Scalar> Operand<S, B> for Option<B> {
    type Null = Nullable;
    type Presence = Optional;
    fn operand(self) -> ast::Expr {
        ast::Expr::Param(self.map_or(Param::Null(B::TYPE), Scalar::into_param))
    }
}

#[diagnostic::do_not_recommend]
impl<S, B, P: Path<Scope: Is<S>>, T: Value> Operand<S, B> for Column<P, T>
where
    Base<T>: Widens<B>,
{
    type Null = Or<P::Null, Null<T>>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.tree()
    }
}

#[diagnostic::do_not_recommend]
impl<S, B, N: Is<S>, T: Value> Operand<S, B> for Expr<N, T>
where
    Base<T>: Widens<B>,
{
    type Null = Null<T>;
    type Presence = Definite;
    fn operand(self) -> ast::Expr {
        self.into_tree()
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
