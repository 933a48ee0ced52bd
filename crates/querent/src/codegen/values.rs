//! The fields of a struct of values.

use crate::lookup::Valued;

/// What fills a field of type `T` of a struct of values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not give a `{T}`",
    label = "expected a column or expression that gives a `{T}`",
    note = "where a path can lead to no row, the field is an `Option<{T}>`"
)]
pub trait Gives<T>: Valued<Row = T> {}

#[diagnostic::do_not_recommend]
impl<T, V: Valued<Row = T>> Gives<T> for V {}
