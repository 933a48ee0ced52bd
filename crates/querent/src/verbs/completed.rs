//! Drafts that a relation completes.

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::exec::Run;
use crate::meta::RelationMeta;
use crate::model::Model;
use crate::types::Param;

use super::draft::{Draft, DraftBehind, DraftRow};

/// A draft in which a relation has filled in its key.
pub(super) struct Completed<M>(DraftRow<M>);

impl<M: Model> Completed<M> {
    /// Fills in the key of a relation, a column of `M`. It wins over what the draft says of it.
    ///
    /// # Errors
    ///
    /// Misuse if the draft lacks another key.
    pub(super) fn by<D: DraftBehind<M>>(
        relation: &'static RelationMeta,
        (column, key): (usize, Param),
        draft: D,
    ) -> Result<Self> {
        complete(relation, &[column], draft).map(|row| Completed(row.set(column, Expr::Param(key))))
    }
}

impl<M: Model> DraftBehind<M> for Completed<M> {
    const MISSING: &'static [Option<usize>] = &[];

    fn into_row(self) -> DraftRow<M> {
        self.0
    }
}

impl<M: Model> Draft<M> for Completed<M> {}

/// What a draft says, once it is known to lack no other column than those that a relation fills in.
///
/// # Errors
///
/// Misuse if it does.
pub(super) fn complete<M: Model, D: DraftBehind<M>>(
    relation: &'static RelationMeta,
    filled: &[usize],
    draft: D,
) -> Result<DraftRow<M>> {
    match D::MISSING.iter().flatten().find(|missing| !filled.contains(missing)) {
        None => Ok(draft.into_row()),
        Some(missing) => {
            let (model, field) = (M::META.name, M::META.columns[*missing].field);
            Err(Error::misuse(format!(
                "a draft of `{model}` has no `{field}`, and `{}` fills in its own key only: add `.{field}(…)` to the \
                 draft",
                relation.path(),
            )))
        }
    }
}

/// What is answered where nothing is sent.
pub(super) fn answered<T: Send + 'static>(answer: Result<T>) -> Run<'static, T> {
    Run::new(std::future::ready(answer))
}
