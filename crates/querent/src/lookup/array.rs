//! Arrays beside arrays, and what they are made of.

use std::ops::{Bound, RangeBounds};

use crate::ast::{self, Comparison, Function};
use crate::field::Expr;
use crate::types::{Array, Base, Make, NotNull, Null, Param, Takes};

use super::lookups::{Lookups, compare};
use super::operand::{Definite, DefiniteOperand, Operand, SetItem};
use super::q::Q;

macro_rules! arrays {
    ($([$($generics:tt)*] $array:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, S, B: Takes<$array>, K> Operand<S, B, K> for $array {
            type Null = NotNull;
            type Presence = Definite;
            fn operand(self) -> ast::Expr {
                ast::Expr::Param(B::bind(self))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($generics)*, B: Takes<$array>> SetItem<B> for $array {
            type Null = NotNull;
            fn item(self) -> Option<B> {
                Some(B::take(self))
            }
        }
    )* };
}

// A `Vec<u8>` is a `bytea`, any other one an array.
arrays! {
    [L] Vec<L>;
    ['a, L] &'a Vec<L>;
    ['a, L] &'a [L];
    [L, const N: usize] [L; N];
}

/// Django's lookups of arrays, as methods of columns and expressions that are arrays.
///
/// `contains`, `eq` and `is_in` are those of [`Lookups`].
///
/// ```
/// use querent::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Post {
///     id: i64,
///     #[field(default = [])]
///     tags: Vec<String>,
/// }
///
/// let about_rust = Post::fields().tags.contains(["rust"]);
/// let about_either = Post::fields().tags.overlap(["rust", "sql"]);
/// ```
#[allow(clippy::len_without_is_empty, reason = "an expression is not empty; `len().eq(0)` is the condition")]
pub trait ArrayLookups: Lookups {
    /// `self <@ value`: every element of it is in the value; true of an empty array.
    fn contained_by<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Array,
    {
        compare(self.into_expr(), Comparison::HasOnly, value.definite())
    }

    /// `self && value`: the two have an element in common.
    fn overlap<V: DefiniteOperand<Self::Scope, Base<Self::Type>>>(self, value: V) -> Q<Self::Scope>
    where
        Base<Self::Type>: Array,
    {
        compare(self.into_expr(), Comparison::HasAny, value.definite())
    }

    /// How many elements it has: `cardinality(self)`.
    fn len(self) -> Expr<Self::Scope, Make<Null<Self::Seen>, i32>>
    where
        Base<Self::Type>: Array,
    {
        Expr::new(ast::Expr::call(Function::strict("cardinality("), vec![self.into_expr()]))
    }

    /// The element at an index: `(self)[index + 1]`; NULL past the end.
    ///
    /// Indexes begin with 0, as Rust's and Django's do.
    fn at(self, index: usize) -> Expr<Self::Scope, Option<ElementOf<Self>>>
    where
        Base<Self::Type>: Array,
    {
        Expr::new(subscript(vec!["(", ")[", "]"], self.into_expr(), &[index.saturating_add(1)]))
    }

    /// The elements in a range of indexes: of `1..3`, `(self)[2:3]`.
    ///
    /// Indexes begin with 0, as Rust's and Django's do; elements that are not there are left out.
    fn slice(self, range: impl RangeBounds<usize>) -> Expr<Self::Scope, Part<Self>>
    where
        Base<Self::Type>: Array,
    {
        let first = match range.start_bound() {
            Bound::Included(index) => index.saturating_add(1),
            Bound::Excluded(index) => index.saturating_add(2),
            Bound::Unbounded => 1,
        };
        let last = match range.end_bound() {
            Bound::Included(index) => index.saturating_add(1),
            Bound::Excluded(index) => *index,
            Bound::Unbounded => usize::MAX,
        };
        Expr::new(subscript(vec!["(", ")[", ":", "]"], self.into_expr(), &[first, last]))
    }
}

impl<L: Lookups> ArrayLookups for L {}

/// An array of `L`, which is NULL where `L` is.
type Part<L> = Make<Null<<L as Lookups>::Seen>, Base<<L as Lookups>::Type>>;

/// What the elements of `L` are, without their `Option`.
type ElementOf<L> = Base<<Base<<L as Lookups>::Type> as Array>::Element>;

/// The part of an array at a place, or from one place to another: the texts around the array and the places.
fn subscript(texts: Vec<&'static str>, array: ast::Expr, places: &[usize]) -> ast::Expr {
    // No array has more elements than PostgreSQL counts.
    let place = |place: &usize| ast::Expr::Param(Param::Integer(i32::try_from(*place).unwrap_or(i32::MAX)));
    let arguments = std::iter::once(array).chain(places.iter().map(place)).collect();
    ast::Expr::call(Function::Fragment(texts), arguments)
}
