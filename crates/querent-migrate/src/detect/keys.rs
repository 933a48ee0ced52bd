//! The models that get another primary key, and what holds values of it.

use std::collections::BTreeSet;

use querent_schema::state::{Field, Kind, Model, ModelName, PairsBy};

use super::work::Work;

/// The models whose primary key is not what it becomes yet.
pub(super) fn rekeyed(work: &Work<'_>) -> BTreeSet<ModelName> {
    let is_another = |(name, target): &(&ModelName, &Model)| {
        work.state.models.get(*name).is_some_and(|model| model.primary_key != target.primary_key)
    };
    work.kept().filter(is_another).map(|(name, _)| name.clone()).collect()
}

/// Whether a field of the model `owner` holds values of the primary key of `model`.
pub(super) fn holds(owner: &ModelName, field: &Field, model: &ModelName) -> bool {
    match &field.kind {
        Kind::Plain(_) => false,
        Kind::ForeignKey(key) => key.to == *model,
        Kind::ManyToMany(pairs) => {
            matches!(pairs.by, PairsBy::Table { .. }) && (pairs.to == *model || owner == model)
        }
    }
}
