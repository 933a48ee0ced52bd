//! `column = value` of updates, and lists of columns.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::{self, Assignment};
use crate::field::Column;
use crate::meta::ColumnMeta;
use crate::model::{Is, Model, Path, Root};
use crate::types::{Base, NotNull, Nothing, Null, Nullable, Value};

use super::operand::{Operand, Widening};

/// `column = value` in an update of `M`.
pub struct Assigned<M> {
    assignment: Assignment,
    of: PhantomData<fn() -> M>,
}

impl<M> Assigned<M> {
    pub(crate) fn new(column: &'static ColumnMeta, value: ast::Expr) -> Self {
        Assigned { assignment: Assignment { column, value }, of: PhantomData }
    }
}

impl<M> fmt::Debug for Assigned<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.assignment.fmt(f)
    }
}

/// What `update` takes: `p.stock.set(…)`, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not set columns of `{M}`",
    label = "not an assignment",
    note = "write `p.stock.set(…)`"
)]
pub trait Assign<M> {
    /// Adds the assignments.
    #[doc(hidden)]
    fn assign(self, out: &mut Vec<Assignment>);
}

#[diagnostic::do_not_recommend]
impl<M, N: Is<M>> Assign<M> for Assigned<N> {
    fn assign(self, out: &mut Vec<Assignment>) {
        out.push(self.assignment);
    }
}

#[diagnostic::do_not_recommend]
impl<M> Assign<M> for Vec<Assigned<M>> {
    fn assign(self, out: &mut Vec<Assignment>) {
        out.extend(self.into_iter().map(|assigned| assigned.assignment));
    }
}

/// A value of nullability `Self` fits a column of nullability `N`.
#[diagnostic::on_unimplemented(
    message = "a column that cannot be NULL is set to a value that can",
    label = "may be NULL"
)]
pub trait Fits<N> {}
#[diagnostic::do_not_recommend]
impl<N> Fits<N> for NotNull {}
#[diagnostic::do_not_recommend]
impl Fits<Nullable> for Nullable {}
#[diagnostic::do_not_recommend]
impl Fits<Nothing> for Nullable {}

/// What a column of type `T` can be set to.
#[diagnostic::on_unimplemented(
    message = "a column of `{T}` cannot be set to `{Self}`",
    label = "expected `{T}`, or a column or expression of it"
)]
pub trait Assignable<S, T> {
    /// The value as a tree.
    #[doc(hidden)]
    fn value(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<S, T: Value, V: Operand<S, Base<T>, Widening, Null: Fits<Null<T>>>> Assignable<S, T> for V {
    fn value(self) -> ast::Expr {
        self.operand()
    }
}

/// What a column of type `T` can be given in a new row of `M`: a literal, an `Option` where it can be NULL, or an
/// expression that the database computes, which has no row whose columns it could name.
#[diagnostic::on_unimplemented(
    message = "a column of `{T}` cannot be set to `{Self}`",
    label = "expected `{T}`, or an expression of it"
)]
pub trait NewValue<M, T> {
    /// The value as a tree.
    #[doc(hidden)]
    fn new_value(self) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<M, T: Value, V: Operand<M, Base<T>, Widening, Null: Fits<Null<T>>>> NewValue<M, T> for V {
    fn new_value(self) -> ast::Expr {
        self.operand()
    }
}

/// The path to the row itself, whose columns an update sets.
#[diagnostic::on_unimplemented(
    message = "the path `{Self}` leads to another table",
    label = "a column of another table; an update sets columns of its own"
)]
pub trait OwnRow: Path {}
#[diagnostic::do_not_recommend]
impl<M: Model> OwnRow for Root<M> {}

impl<P: Path, T: Value> Column<P, T> {
    /// `column = value`: a literal, or an expression of the row's own columns, Django's `F`.
    pub fn set<V: Assignable<P::Scope, T>>(self, value: V) -> Assigned<P::Scope>
    where
        P: OwnRow,
    {
        Assigned::new(self.meta(), value.value())
    }
}

/// What `save_only` takes: a tuple of columns and foreign keys.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a column of `{M}`",
    label = "not a column of `{M}`",
    note = "write a tuple of columns: `|p| (p.stock, p.price)`"
)]
pub trait Columns<M> {
    /// Adds the columns.
    #[doc(hidden)]
    fn columns(self, out: &mut Vec<&'static ColumnMeta>);
}

#[diagnostic::do_not_recommend]
impl<M: Model, P: Path<Model = M> + Is<Root<M>>, T: Value> Columns<M> for Column<P, T> {
    fn columns(self, out: &mut Vec<&'static ColumnMeta>) {
        out.push(self.meta());
    }
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, $($t: Assign<M>),*> Assign<M> for ($($t,)*) {
            fn assign(self, out: &mut Vec<Assignment>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.assign(out);)*
            }
        }
        #[diagnostic::do_not_recommend]
        impl<M, $($t: Columns<M>),*> Columns<M> for ($($t,)*) {
            fn columns(self, out: &mut Vec<&'static ColumnMeta>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.columns(out);)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
