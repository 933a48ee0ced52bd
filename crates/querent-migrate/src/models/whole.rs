//! All models together.

use querent::meta::{ElementMeta, ExcludeMeta, IndexMeta, ModelMeta, UniqueMeta};
use querent_schema::State;
use querent_schema::state::{Check, Element, Exclude, Index, Model, ModelName, Unique};

use super::enums::enums;
use super::fields::fields;
use super::names::Names;
use crate::error::Result;
use crate::target::{Hints, Target};

/// The models as a state, with what they say of their past.
pub(super) fn target(names: &Names) -> Result<Target> {
    let mut state = State { enums: enums(names)?, ..State::default() };
    let mut hints = Hints::default();
    for (meta, name) in names.iter() {
        state.models.insert(name.clone(), model(meta, names)?);
        hint(&mut hints, meta, name);
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
        comment: meta.options.comment.map(str::to_owned),
        unique: meta.options.unique.iter().map(unique).collect(),
        excludes: meta.options.excludes.iter().map(exclude).collect(),
        indexes: meta.options.indexes.iter().map(index).collect(),
        ..Model::new(meta.table)
    })
}

/// What the model and its fields were called before.
fn hint(hints: &mut Hints, meta: &ModelMeta, name: &ModelName) {
    if let Some(before) = meta.options.renamed_from {
        hints.models.insert(name.clone(), before.to_owned());
    }
    for field in meta.options.fields {
        if let Some(before) = field.renamed_from {
            hints.fields.insert((name.clone(), field.field.to_owned()), before.to_owned());
        }
    }
}

fn unique(meta: &UniqueMeta) -> Unique {
    Unique {
        name: meta.name.to_owned(),
        fields: owned(meta.fields),
        include: owned(meta.include),
        condition: meta.condition.map(str::to_owned),
        nulls_not_distinct: meta.nulls_not_distinct,
        deferrable: meta.deferrable,
    }
}

fn exclude(meta: &ExcludeMeta) -> Exclude {
    Exclude {
        name: meta.name.to_owned(),
        method: meta.method.to_owned(),
        elements: meta.elements.to_owned(),
        condition: meta.condition.map(str::to_owned),
        deferrable: meta.deferrable,
    }
}

fn index(meta: &IndexMeta) -> Index {
    let element = |element: &ElementMeta| match *element {
        ElementMeta::Ascending(name) => Element::Field { name: name.to_owned(), descending: false },
        ElementMeta::Descending(name) => Element::Field { name: name.to_owned(), descending: true },
        ElementMeta::Sql(sql) => Element::Sql(sql.to_owned()),
    };
    Index {
        name: meta.name.to_owned(),
        elements: meta.elements.iter().map(element).collect(),
        method: meta.method.map(str::to_owned),
        include: owned(meta.include),
        condition: meta.condition.map(str::to_owned),
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
