//! What `values` takes, and how its rows are read.

use crate::ast;
use crate::error::Result;
use crate::field::{Column, Expr, Seen};
use crate::model::{Is, Path, Reader};
use crate::types::Value;

use super::q::Q;

/// A row of `values`: a value, or a tuple of them.
pub trait Decode: Sized + Send + 'static {
    /// Reads it from the next columns of a row.
    #[doc(hidden)]
    fn decode(reader: &mut Reader<'_>) -> Result<Self>;
}

/// What `values` takes: a column, an expression or a condition, or a tuple of these.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be selected from `{S}`",
    label = "not a column or expression of `{S}`"
)]
pub trait Selection<S> {
    /// What comes back for each row; an `Option` exactly where the path can be NULL.
    type Row: Decode;
    /// Adds the selected values.
    #[doc(hidden)]
    fn select(self, out: &mut Vec<ast::Expr>);
}

#[diagnostic::do_not_recommend]
impl<T: Value> Decode for T {
    fn decode(reader: &mut Reader<'_>) -> Result<Self> {
        reader.value()
    }
}

#[diagnostic::do_not_recommend]
impl<S, P: Path<Scope: Is<S>>, T: Value> Selection<S> for Column<P, T> {
    type Row = Seen<P, T>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.tree());
    }
}

#[diagnostic::do_not_recommend]
impl<S, N: Is<S>, T: Value> Selection<S> for Expr<N, T> {
    type Row = T;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(self.into_tree());
    }
}

/// A condition as a value: `None` where it is unknown because of a NULL, which as a condition counts as false.
#[diagnostic::do_not_recommend]
impl<S, N: Is<S>> Selection<S> for Q<N> {
    type Row = Option<bool>;
    fn select(self, out: &mut Vec<ast::Expr>) {
        out.push(ast::Expr::Condition(Box::new(self.into_tree())));
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
        impl<S, $($t: Selection<S>),*> Selection<S> for ($($t,)*) {
            type Row = ($($t::Row,)*);
            fn select(self, out: &mut Vec<ast::Expr>) {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                $($t.select(out);)*
            }
        }
    )* };
}
crate::lookup::tuple::up_to_twelve!(tuples);
