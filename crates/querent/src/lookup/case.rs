//! Values that depend on conditions: `CASE WHEN … THEN … END`.

use std::fmt;
use std::marker::PhantomData;

use crate::ast;
use crate::field::{Annotation, Column, Expr};
use crate::model::Path;
use crate::types::{Boolean, Make, Nullability, Nullable, Or, Scalar};

use super::q::{Condition, Q};
use super::typed::{Stands, Typed};

/// What [`when`] takes first: a condition, which says what query it is of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition",
    label = "not a condition",
    note = "conditions are comparisons such as `p.price.gt(3)`, boolean columns, and `&`, `|`, `!` of these"
)]
pub trait Asks {
    /// What it is a condition on.
    type Scope;
    /// The condition as a tree.
    #[doc(hidden)]
    fn asks(self) -> ast::Condition;
}

macro_rules! asks {
    ($([$($generics:tt)*] $type:ty, $scope:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Asks for $type {
            type Scope = $scope;
            fn asks(self) -> ast::Condition {
                Condition::<$scope>::condition(self)
            }
        }
    )* };
}

asks! {
    [S] Q<S>, S;
    [P: Path, T: Boolean] Column<P, T>, P::Scope;
    [S, T: Boolean] Expr<S, T>, S;
    [S, T: Boolean] Annotation<S, T>, S;
}

type Of<S, N, B> = PhantomData<fn() -> (S, N, B)>;

/// The values of the first conditions; [`otherwise`](When::otherwise) or [`end`](When::end) makes it a value.
#[must_use = "it is no value before `otherwise` or `end`"]
pub struct When<S, N, B> {
    whens: Vec<(ast::Condition, ast::Expr)>,
    of: Of<S, N, B>,
}

impl<S, N, B> Clone for When<S, N, B> {
    fn clone(&self) -> Self {
        When { whens: self.whens.clone(), of: PhantomData }
    }
}

impl<S, N, B> fmt::Debug for When<S, N, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.whens.fmt(f)
    }
}

/// The value where a condition is true: Django's `Case(When(…))`.
///
/// The first condition that is true decides. The type is that of the first value; the result is an `Option` if one of
/// the values is, or without a value for the other rows. A condition on many related rows joins them and speaks of each row
/// by itself, negated or not.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, stock: i32, sold: Option<i32> }
///
/// let p = Product::fields();
/// // CASE WHEN "stock" = 0 THEN 'none' WHEN "stock" < 5 THEN 'few' ELSE 'many' END, the texts being bound
/// let words = when(p.stock.eq(0), "none").when(p.stock.lt(5), "few").otherwise("many");
/// // CASE WHEN "stock" > 0 THEN "sold" END
/// let sold = when(p.stock.gt(0), p.sold).end();
/// ```
pub fn when<C: Asks, V: Typed<C::Scope>>(condition: C, value: V) -> When<C::Scope, V::Null, V::Base> {
    When { whens: vec![(condition.asks(), value.tree())], of: PhantomData }
}

impl<S, N: Nullability, B: Scalar> When<S, N, B> {
    /// The value where another condition is true, and none before it.
    pub fn when<C, V>(mut self, condition: C, value: V) -> When<S, Or<N, V::Null>, B>
    where
        C: Condition<S>,
        V: Stands<S, B>,
    {
        self.whens.push((condition.condition(), value.standing()));
        When { whens: self.whens, of: PhantomData }
    }

    /// The value where no condition is true: `ELSE value END`.
    pub fn otherwise<V: Stands<S, B>>(self, value: V) -> Expr<S, Make<Or<N, V::Null>, B>> {
        case(self.whens, Some(value.standing()))
    }

    /// NULL where no condition is true: `END`.
    pub fn end(self) -> Expr<S, Make<Nullable, B>> {
        case(self.whens, None)
    }
}

fn case<S, T>(whens: Vec<(ast::Condition, ast::Expr)>, otherwise: Option<ast::Expr>) -> Expr<S, T> {
    Expr::new(ast::Expr::case(ast::Case { whens, otherwise }))
}
