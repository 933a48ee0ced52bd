//! What `values` takes, and how its rows are read.

use crate::ast;
use crate::error::Result;
use crate::field::{Aggregate, Annotation, Column, Expr, Seen};
use crate::model::{Is, Path, Reader, Visible};
use crate::types::Value;

use super::q::Q;

/// A row of `values`: a value, or a tuple or struct of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a row",
    label = "neither a type that a column can hold nor a struct of values",
    note = "structs of values derive `Values`"
)]
pub trait Decode: Sized + Send + 'static {
    /// Reads it from the next columns of a row.
    #[doc(hidden)]
    fn decode(reader: &mut Reader<'_>) -> Result<Self>;
}

/// What has a value in each row.
#[diagnostic::on_unimplemented(message = "`{Self}` cannot be selected", label = "not a column or expression")]
pub trait Valued {
    /// What comes back for each row; an `Option` exactly where the path can be NULL.
    type Row: Decode;
}

/// What `values` and `annotate` take: a column, an expression, an aggregate or a condition, a tuple of these, or a struct
/// that derives [`Values`](derive@crate::Values) filled with them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{S}`",
    label = "not a column or expression of `{S}`"
)]
pub trait Selection<S>: Valued {
    /// What later closures receive for it.
    type Named: Copy + Valued<Row = Self::Row>;
    /// Adds the selected values.
    #[doc(hidden)]
    fn select(self, out: &mut Vec<ast::Expr>);
    /// The handles of the selected values, as the annotations from `next` on.
    #[doc(hidden)]
    fn named(next: &mut u16) -> Self::Named;
}

#[diagnostic::do_not_recommend]
impl<T: Value> Decode for T {
    fn decode(reader: &mut Reader<'_>) -> Result<Self> {
        reader.value()
    }
}

macro_rules! valued {
    ($([$($generics:tt)*] $value:ty => $row:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> Valued for $value {
            type Row = $row;
        }
    )* };
}

valued! {
    [P: Path, T: Value] Column<P, T> => Seen<P, T>;
    [S, T: Value] Expr<S, T> => T;
    [S, T: Value] Annotation<S, T> => T;
    [S, T: Value] Aggregate<S, T> => T;
    [S] Q<S> => Option<bool>;
}

#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Visible<S>>, T: Value> Selection<S> for Column<P, T> {
    type Named = Annotation<S, Seen<P, T>>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.tree().seen_from(P::Scope::UP));
    }
    fn named(next: &mut u16) -> Self::Named {
        Annotation::next(next)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Visible<S>, T: Value> Selection<S> for Expr<N, T> {
    type Named = Annotation<S, T>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.into_tree().seen_from(N::UP));
    }
    fn named(next: &mut u16) -> Self::Named {
        Annotation::next(next)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Selection<S> for Annotation<N, T> {
    type Named = Annotation<S, T>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.tree());
    }
    fn named(next: &mut u16) -> Self::Named {
        Annotation::next(next)
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Selection<S> for Aggregate<N, T> {
    type Named = Annotation<S, T>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.into_tree());
    }
    fn named(next: &mut u16) -> Self::Named {
        Annotation::next(next)
    }
}

/// A condition as a value: `None` where it is unknown because of a NULL, which as a condition counts as false.
#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Selection<S> for Q<N> {
    type Named = Annotation<S, Option<bool>>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(ast::Expr::Condition(Box::new(self.into_tree())));
    }
    fn named(next: &mut u16) -> Self::Named {
        Annotation::next(next)
    }
}

/// What `aggregate` takes: an aggregate, or a tuple or struct of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an aggregate of `{S}`",
    label = "not an aggregate",
    note = "aggregates are `p.price.sum()`, `p.id.count()` and their kin"
)]
pub trait Totals<S>: Selection<S> {
    /// What it is of no rows, if that is known without the database.
    #[doc(hidden)]
    fn of_nothing(&self) -> Option<Self::Row> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Totals<S> for Aggregate<N, T> {
    fn of_nothing(&self) -> Option<T> {
        Aggregate::of_nothing(self)
    }
}

macro_rules! tuples {
    ($(($($t:ident)*))*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($t: Decode),*> Decode for ($($t,)*) {
            fn decode(reader: &mut Reader<'_>) -> Result<Self> {
                Ok(($($t::decode(reader)?,)*))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<$($t: Valued),*> Valued for ($($t,)*) {
            type Row = ($($t::Row,)*);
        }
        #[diagnostic::do_not_recommend]
        impl<S, $($t: Selection<S>),*> Selection<S> for ($($t,)*) {
            type Named = ($($t::Named,)*);
            fn select(self, out: &mut Vec<ast::Expr>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.select(out);)*
            }
            fn named(next: &mut u16) -> Self::Named {
                ($($t::named(next),)*)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, $($t: Totals<S>),*> Totals<S> for ($($t,)*) {
            fn of_nothing(&self) -> Option<Self::Row> {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                Some(($($t.of_nothing()?,)*))
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
