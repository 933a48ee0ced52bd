//! All models together.

use querent::meta::ModelMeta;
use querent_schema::State;
use querent_schema::state::{Check, Model};

use super::enums::enums;
use super::fields::fields;
use super::names::Names;
use crate::error::Result;
use crate::target::{Hints, Target};

/// The models as a state, with what they say of their past.
pub(super) fn target(names: &Names) -> Result<Target> {
    let mut state = State { enums: enums(names)?, ..State::default() };
    let hints = Hints::default();
    for (meta, name) in names.iter() {
        state.models.insert(name.clone(), model(meta, names)?);
    }
    Ok(Target { state, hints })
}

fn model(meta: &'static ModelMeta, names: &Names) -> Result<Model> {
    let checks = meta
        .checks
        .iter()
        .map(|check| Check { name: check.name.to_owned(), condition: check.condition.to_owned() });
    Ok(Model {
        managed: meta.managed,
        fields: fields(meta, names)?,
        primary_key: meta.key_columns().map(|column| column.field.to_owned()).collect(),
        checks: checks.collect(),
        ..Model::new(meta.table)
    })
}
