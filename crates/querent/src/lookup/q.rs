//! Conditions as values, joined by `&`, `|`, `^` and `!`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Not};

use crate::ast;
use crate::field::{Annotation, Column, Expr};
use crate::model::{Is, Path};
use crate::types::Boolean;

/// A condition on `S`, as a value: Django's `Q`.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, stock: i32 }
/// let p = Product::fields();
/// let mut wanted = Q::<Product>::all();
/// for word in ["radio", "lamp"] {
///     wanted &= p.name.icontains(word);
/// }
/// let wanted = wanted | p.stock.gt(100);
/// ```
pub struct Q<S> {
    tree: ast::Condition,
    of: PhantomData<fn() -> S>,
}

impl<S> Q<S> {
    pub(crate) fn new(tree: ast::Condition) -> Self {
        Q { tree, of: PhantomData }
    }

    pub(crate) fn into_tree(self) -> ast::Condition {
        self.tree
    }

    /// No condition: every row fulfils it, and beside another condition it is nothing.
    pub fn all() -> Q<S> {
        Q::new(ast::Condition::Empty)
    }

    /// All of the conditions; no condition if there are none.
    pub fn all_of(conditions: impl IntoIterator<Item = Q<S>>) -> Q<S> {
        conditions.into_iter().fold(Q::all(), |all, one| Q::new(all.tree.and(one.tree)))
    }

    /// Any of the conditions; no condition if there are none.
    pub fn any_of(conditions: impl IntoIterator<Item = Q<S>>) -> Q<S> {
        conditions.into_iter().fold(Q::all(), |any, one| Q::new(any.tree.or(one.tree)))
    }
}

impl<S> Clone for Q<S> {
    fn clone(&self) -> Self {
        Q::new(self.tree.clone())
    }
}

impl<S> Default for Q<S> {
    fn default() -> Self {
        Q::all()
    }
}

impl<S> fmt::Debug for Q<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(f)
    }
}

/// What may be a condition on `S`: comparisons, boolean columns, and these joined by `&`, `|`, `^` and `!`.
///
/// `None` and an empty list are no condition at all, as Django's empty `Q()` is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on `{S}`",
    label = "not a condition on `{S}`",
    note = "conditions are comparisons such as `p.price.gt(3)`, boolean columns, and `&`, `|`, `!` of these"
)]
pub trait Condition<S> {
    /// The condition as a tree.
    #[doc(hidden)]
    fn condition(self) -> ast::Condition;
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Condition<S> for Q<N> {
    fn condition(self) -> ast::Condition {
        self.tree
    }
}

#[diagnostic::do_not_recommend]
impl<S> Condition<S> for Option<Q<S>> {
    fn condition(self) -> ast::Condition {
        self.map_or(ast::Condition::Empty, Q::into_tree)
    }
}

#[diagnostic::do_not_recommend]
impl<S> Condition<S> for Vec<Q<S>> {
    fn condition(self) -> ast::Condition {
        Q::all_of(self).tree
    }
}

#[diagnostic::do_not_recommend]
impl<S> Condition<S> for bool {
    fn condition(self) -> ast::Condition {
        ast::Condition::Constant(self)
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Is<S>>, T: Boolean> Condition<S> for Column<P, T> {
    fn condition(self) -> ast::Condition {
        ast::Condition::Truth(self.tree())
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Boolean> Condition<S> for Expr<N, T> {
    fn condition(self) -> ast::Condition {
        truth(self.into_tree())
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Boolean> Condition<S> for Annotation<N, T> {
    fn condition(self) -> ast::Condition {
        ast::Condition::Truth(self.tree())
    }
}

impl<S, T: Boolean> From<Expr<S, T>> for Q<S> {
    fn from(value: Expr<S, T>) -> Self {
        Q::new(truth(value.into_tree()))
    }
}

impl<S, T: Boolean> From<Annotation<S, T>> for Q<S> {
    fn from(annotation: Annotation<S, T>) -> Self {
        Q::new(ast::Condition::Truth(annotation.tree()))
    }
}

impl<P: Path, T: Boolean> From<Column<P, T>> for Q<P::Scope> {
    fn from(column: Column<P, T>) -> Self {
        Q::new(ast::Condition::Truth(column.tree()))
    }
}

/// A boolean value as a condition; a condition as a value is that condition.
fn truth(value: ast::Expr) -> ast::Condition {
    match value {
        ast::Expr::Condition(condition) => *condition,
        value => ast::Condition::Truth(value),
    }
}

/// `!!condition` is the condition: as in Django, the two signs are none.
impl<S> Not for Q<S> {
    type Output = Q<S>;
    fn not(self) -> Q<S> {
        match self.tree {
            ast::Condition::Not(inner, _) => Q::new(*inner),
            tree => Q::new(tree.negated()),
        }
    }
}

/// A boolean value's negation is a boolean value; of NULL, it is true.
impl<S, T: Boolean> Not for Expr<S, T> {
    type Output = Expr<S, T>;
    fn not(self) -> Expr<S, T> {
        Expr::new(ast::Expr::Condition(Box::new(truth(self.into_tree()).negated())))
    }
}

macro_rules! logic {
    ($([$($generics:tt)*] $type:ty, $scope:ty;)*) => { $(
        impl<$($generics)*, C: Condition<$scope>> BitAnd<C> for $type {
            type Output = Q<$scope>;
            fn bitand(self, other: C) -> Q<$scope> {
                Q::new(Condition::<$scope>::condition(self).and(other.condition()))
            }
        }
        impl<$($generics)*, C: Condition<$scope>> BitOr<C> for $type {
            type Output = Q<$scope>;
            fn bitor(self, other: C) -> Q<$scope> {
                Q::new(Condition::<$scope>::condition(self).or(other.condition()))
            }
        }
        impl<$($generics)*, C: Condition<$scope>> BitXor<C> for $type {
            type Output = Q<$scope>;
            fn bitxor(self, other: C) -> Q<$scope> {
                Q::new(Condition::<$scope>::condition(self).xor(other.condition()))
            }
        }
    )* };
}

macro_rules! negation {
    ($([$($generics:tt)*] $type:ty, $scope:ty;)*) => { $(
        impl<$($generics)*> Not for $type {
            type Output = Q<$scope>;
            fn not(self) -> Q<$scope> {
                Q::new(Condition::<$scope>::condition(self).negated())
            }
        }
    )* };
}

negation! {
    [P: Path, T: Boolean] Column<P, T>, P::Scope;
    [S, T: Boolean] Annotation<S, T>, S;
}

logic! {
    [S] Q<S>, S;
    [P: Path, T: Boolean] Column<P, T>, P::Scope;
    [S, T: Boolean] Expr<S, T>, S;
    [S, T: Boolean] Annotation<S, T>, S;
}

macro_rules! assign {
    ($($op:ident $method:ident $joined:ident;)*) => { $(
        impl<S, C: Condition<S>> $op<C> for Q<S> {
            fn $method(&mut self, other: C) {
                self.tree = std::mem::replace(&mut self.tree, ast::Condition::Empty).$joined(other.condition());
            }
        }
    )* };
}

assign! {
    BitAndAssign bitand_assign and;
    BitOrAssign bitor_assign or;
    BitXorAssign bitxor_assign xor;
}
