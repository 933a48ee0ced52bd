//! New rows, before they are created.

use std::fmt;
use std::marker::PhantomData;

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::model::Model;
use crate::types::Param;

/// A required field that has its value.
#[derive(Debug)]
pub enum IsSet {}

/// A required field without a value; `F` is called like the field.
pub struct Missing<F>(PhantomData<fn() -> F>);

impl<F> fmt::Debug for Missing<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Missing")
    }
}

/// A required field that has its value.
#[diagnostic::on_unimplemented(
    message = "a required field is not set: `{Self}`",
    label = "the draft has no value"
)]
pub trait Given: GivenOrKey {}

#[diagnostic::do_not_recommend]
impl Given for IsSet {}

/// A required field that has its value, or is a key that a relation can fill in.
#[diagnostic::on_unimplemented(
    message = "a required field is not set: `{Self}`",
    label = "the draft has no value"
)]
pub trait GivenOrKey {
    /// The index of the key's column, if it has no value.
    #[doc(hidden)]
    const MISSING: Option<usize>;
}

#[diagnostic::do_not_recommend]
impl GivenOrKey for IsSet {
    const MISSING: Option<usize> = None;
}

/// What is called like a required field that is the key of a relation.
#[doc(hidden)]
pub trait RequiredKey {
    /// The index of its column.
    const COLUMN: usize;
}

#[diagnostic::do_not_recommend]
impl<F: RequiredKey> GivenOrKey for Missing<F> {
    const MISSING: Option<usize> = Some(F::COLUMN);
}

/// A new row of `M` with every required field set, but for keys of relations: what a relation creates, which fills in
/// its own.
///
/// A draft that lacks another key than the relation's is refused when it is created, by a
/// [`Misuse`](crate::Kind::Misuse) that names the key: a `HasMany` does not know by its type which key it goes by.
#[diagnostic::on_unimplemented(
    message = "this draft of `{M}` lacks a required field: `{Self}`",
    label = "not every required field is set",
    note = "the fields still to set are those in `Missing<…>`, but for the keys that the relation fills in"
)]
pub trait DraftBehind<M: Model>: Send + 'static {
    /// The columns of the required fields that have no value; `None` for each that has one.
    #[doc(hidden)]
    const MISSING: &'static [Option<usize>];
    /// The values that were set.
    #[doc(hidden)]
    fn into_row(self) -> DraftRow<M>;
}

/// A new row of `M` with every required field set.
#[diagnostic::on_unimplemented(
    message = "this draft of `{M}` lacks a required field: `{Self}`",
    label = "not every required field is set",
    note = "the fields still to set are those in `Missing<…>`"
)]
pub trait Draft<M: Model>: DraftBehind<M> {}

/// The values of a draft, by column; a column without one gets the database's default.
pub struct DraftRow<M> {
    /// In the order of the columns.
    values: Vec<(usize, Expr)>,
    of: PhantomData<fn() -> M>,
}

impl<M: Model> DraftRow<M> {
    /// No value is set.
    #[doc(hidden)]
    pub fn new() -> Self {
        DraftRow { values: Vec::with_capacity(M::META.columns.len()), of: PhantomData }
    }

    /// Sets a column, by its index.
    #[doc(hidden)]
    pub fn set(mut self, column: usize, value: Expr) -> Self {
        if self.values.last().is_none_or(|(last, _)| *last < column) {
            self.values.push((column, value)); // most are set in their order
            return self;
        }
        match self.values.binary_search_by_key(&column, |(column, _)| *column) {
            Ok(at) => self.values[at].1 = value,
            Err(at) => self.values.insert(at, (column, value)),
        }
        self
    }

    /// The columns that have a value, and the values.
    pub(super) fn given(self) -> Vec<(usize, Expr)> {
        self.values
    }

    /// As [`given`](DraftRow::given), for what takes values that are bound and no others.
    ///
    /// # Errors
    ///
    /// Misuse if the database computes one of them.
    pub(super) fn bound(self, verb: &str) -> Result<Vec<(usize, Param)>> {
        let bound = |(column, value): (usize, Expr)| match value {
            Expr::Param(value) => Ok((column, value)),
            _ => Err(Error::misuse(format!(
                "`{verb}` of a draft that sets `{}.{}` to an expression: it takes values, and \
                 `create` lets the database compute one",
                M::META.name,
                M::META.columns[column].field
            ))),
        };
        self.values.into_iter().map(bound).collect()
    }
}

impl<M: Model> Default for DraftRow<M> {
    fn default() -> Self {
        DraftRow::new()
    }
}

impl<M> Clone for DraftRow<M> {
    fn clone(&self) -> Self {
        DraftRow { values: self.values.clone(), of: PhantomData }
    }
}

/// The fields that have a value, without the values.
impl<M: Model> fmt::Debug for DraftRow<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.values.iter().map(|(column, _)| M::META.columns[*column].field);
        write!(f, "Draft<{}>({})", M::META.name, fields.collect::<Vec<_>>().join(", "))
    }
}
