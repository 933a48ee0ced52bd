//! The models that get another primary key, and what holds values of it.

use std::collections::BTreeSet;

use querent_schema::State;
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

/// Whether values of a field are in tables of ours: in its model's, or in those of keys to it, directly or by others.
pub(super) fn are_ours(state: &State, name: &ModelName, field: &Field) -> bool {
    let (mut seen, mut next) = (BTreeSet::new(), vec![(name, field)]);
    while let Some((name, field)) = next.pop() {
        let Some(model) = state.models.get(name).filter(|_| seen.insert((name, &field.name))) else {
            continue;
        };
        if model.managed {
            return true;
        }
        if model.primary_key.contains(&field.name) {
            let all = state
                .models
                .iter()
                .flat_map(|(owner, model)| model.fields.iter().map(move |field| (owner, field)));
            next.extend(all.filter(|(owner, field)| holds(owner, field, name)));
        }
    }
    false
}
