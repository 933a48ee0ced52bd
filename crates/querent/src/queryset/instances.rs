//! Querysets that methods of custom managers work on if they do not go on building.

use crate::model::Is;
use crate::types::Nothing;

use super::annotated::{Aliased, Annotated};
use super::query_set::QuerySet;
use super::shape::{Along, Inside, Plain, Values};

/// Querysets whose rows are instances of `M`.
#[diagnostic::on_unimplemented(
    message = "this is not a queryset whose rows are instances of `{M}`",
    label = "its rows are not instances of `{M}`",
    note = "call a method that does not return `Self` before `values`, and not on a relation"
)]
pub trait Instances<M> {
    /// The queryset as it is.
    fn into_plain(self) -> QuerySet<M>;
}

#[diagnostic::do_not_recommend]
impl<M, S: Is<Plain>> Instances<M> for QuerySet<M, S> {
    fn into_plain(self) -> QuerySet<M> {
        self.shaped()
    }
}

#[diagnostic::do_not_recommend]
impl<V, S> Is<Nothing> for Values<V, S> {}
#[diagnostic::do_not_recommend]
impl<P, R> Is<Nothing> for Along<P, R> {}
#[diagnostic::do_not_recommend]
impl<O> Is<Nothing> for Inside<O> {}
#[diagnostic::do_not_recommend]
impl<A, S> Is<Nothing> for Annotated<A, S> {}
#[diagnostic::do_not_recommend]
impl<A, S> Is<Nothing> for Aliased<A, S> {}
