//! Drafts that a relation completes.

use crate::error::{Error, Result};
use crate::exec::Run;
use crate::meta::RelationMeta;
use crate::model::Model;
use crate::types::Param;

use super::draft::{Draft, DraftBehind, DraftRow};

/// A draft in which a relation has filled in its keys.
pub(super) struct Completed<M>(DraftRow<M>);

impl<M: Model> Completed<M> {
    /// Fills in the keys of a relation: columns of `M` and their values. They win over what the draft says of them.
    ///
    /// # Errors
    ///
    /// Misuse if the draft lacks another key.
    pub(super) fn by<D: DraftBehind<M>>(
        relation: &'static RelationMeta,
        keys: impl IntoIterator<Item = (usize, Param)>,
        draft: D,
    ) -> Result<Self> {
        let mut missing: Vec<usize> = D::MISSING.iter().flatten().copied().collect();
        let mut row = draft.into_row();
        for (column, key) in keys {
            missing.retain(|missing| *missing != column);
            row = row.set(column, key);
        }
        match missing.first() {
            None => Ok(Completed(row)),
            Some(missing) => Err(lacks::<M>(relation, *missing)),
        }
    }
}

impl<M: Model> DraftBehind<M> for Completed<M> {
    const MISSING: &'static [Option<usize>] = &[];

    fn into_row(self) -> DraftRow<M> {
        self.0
    }
}

impl<M: Model> Draft<M> for Completed<M> {}

fn lacks<M: Model>(relation: &'static RelationMeta, column: usize) -> Error {
    let field = M::META.columns[column].field;
    Error::misuse(format!(
        "a draft of `{model}` has no `{field}`, and `{}` fills in its own key only: add `.{field}(…)` to the draft",
        relation.path(),
        model = M::META.name,
    ))
}

/// What is answered where nothing is sent.
pub(super) fn answered<T: Send + 'static>(answer: Result<T>) -> Run<'static, T> {
    Run::new(std::future::ready(answer))
}
