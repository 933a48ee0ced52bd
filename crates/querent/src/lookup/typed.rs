//! Values whose type is known by themselves, without a column beside them.

use rust_decimal::Decimal;
use uuid::Uuid;

use crate::ast;
use crate::field::{Annotation, Column, Expr};
use crate::model::{Is, Path, Visible};
use crate::types::{Base, NotNull, Null, Nullability, Nullable, Or, Scalar, Value};

use super::operand::{Operand, Widening};
use super::q::Q;

/// A literal, column, expression, annotation or condition in the scope `S`, of a type of its own.
///
/// A `&str` is a `String`; an integer without a suffix is an `i32`, as everywhere in Rust.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value in a query on `{S}`",
    label = "not a literal, column or expression of `{S}`"
)]
pub trait Typed<S> {
    /// Its type without an `Option`.
    type Base: Scalar;
    /// Whether it can be NULL.
    type Null: Nullability;
    /// The value as a tree.
    #[doc(hidden)]
    fn tree(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, B: Scalar> Typed<S> for B {
    type Base = B;
    type Null = NotNull;
    fn tree(self) -> ast::Expr {
        ast::Expr::Param(Scalar::into_param(self))
    }
}

#[diagnostic::do_not_recommend]
impl<S, B: Scalar> Typed<S> for Option<B> {
    type Base = B;
    type Null = Nullable;
    fn tree(self) -> ast::Expr {
        ast::Expr::Param(self.map_or_else(B::null, Scalar::into_param))
    }
}

macro_rules! references {
    ($($base:ty: $literal:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S> Typed<S> for $literal {
            type Base = $base;
            type Null = NotNull;
            fn tree(self) -> ast::Expr {
                let own: $base = self.to_owned();
                ast::Expr::Param(Scalar::into_param(own))
            }
        }
    )* };
}

references! {
    String: &str;
    String: &String;
    Decimal: &Decimal;
    Uuid: &Uuid;
    serde_json::Value: &serde_json::Value;
}

#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Visible<S>>, T: Value> Typed<S> for Column<P, T> {
    type Base = Base<T>;
    type Null = Or<P::Null, Null<T>>;
    fn tree(self) -> ast::Expr {
        Column::tree(self).seen_from(P::Scope::UP)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Visible<S>, T: Value> Typed<S> for Expr<N, T> {
    type Base = Base<T>;
    type Null = Null<T>;
    fn tree(self) -> ast::Expr {
        self.into_tree().seen_from(N::UP)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Visible<S>, T: Value> Typed<S> for Annotation<N, T> {
    type Base = Base<T>;
    type Null = Null<T>;
    fn tree(self) -> ast::Expr {
        Annotation::tree(self).seen_from(N::UP)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Typed<S> for Q<N> {
    type Base = bool;
    type Null = Nullable;
    fn tree(self) -> ast::Expr {
        ast::Expr::Condition(Box::new(self.into_tree()))
    }
}

/// The arguments of a fragment, or the parts of a text: a tuple of [`Typed`] values, `()` for none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of values in a query on `{S}`",
    label = "not a tuple of literals, columns and expressions of `{S}`; write a tuple, also of one: `(p.name,)`"
)]
pub trait Arguments<S> {
    /// Adds the values.
    #[doc(hidden)]
    fn arguments(self, out: &mut Vec<Argument>);
}

/// A value that knows its type no more.
#[doc(hidden)]
#[derive(Debug)]
pub struct Argument {
    pub(crate) tree: ast::Expr,
    pub(crate) is_text: bool,
}

#[diagnostic::do_not_recommend]
impl<S> Arguments<S> for () {
    fn arguments(self, _: &mut Vec<Argument>) {}
}

fn argument<S, V: Typed<S>>(value: V) -> Argument {
    let is_text = V::Base::TYPE == tokio_postgres::types::Type::TEXT && V::Base::ENUMERATION.is_none();
    Argument { tree: value.tree(), is_text }
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, $($t: Typed<S>),*> Arguments<S> for ($($t,)*) {
            fn arguments(self, out: &mut Vec<Argument>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $(out.push(argument::<S, $t>($t));)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);

/// What stands for a `B` in a function: a literal, column or expression of it, or of a type that widens to it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand here for `{B}`",
    label = "expected `{B}`, or a column or expression of it"
)]
pub trait Stands<S, B> {
    /// Whether it can be NULL.
    type Null: Nullability;
    /// The value as a tree.
    #[doc(hidden)]
    fn standing(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, B, V: Operand<S, B, Widening>> Stands<S, B> for V {
    type Null = V::Null;
    fn standing(self) -> ast::Expr {
        self.operand()
    }
}
