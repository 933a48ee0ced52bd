//! The models that are new, and those that go.

use std::collections::BTreeSet;

use querent_schema::Operation;
use querent_schema::state::{Field, Kind, Model, ModelName};

use super::fields::take;
use super::keys;
use super::work::{Work, missing_in};
use crate::error::{Error, Result};

/// Creates the models that are new, each after those it refers to. Of each circle one field waits until all are there, and so does
/// what holds the primary key of a model that is to get another one.
pub(super) fn create(work: &mut Work<'_>) -> Result<()> {
    let target = work.target;
    let mut waiting: BTreeSet<&ModelName> = missing_in(target, &work.state).into_iter().collect();
    let rekeyed = keys::rekeyed(work);
    let holds = |name: &ModelName, field: &Field| rekeyed.iter().any(|model| keys::holds(name, field, model));
    let mut later: Vec<(&ModelName, &str)> = Vec::new();
    for name in &waiting {
        let model = &target.models[*name];
        let is_key = |field: &Field| model.primary_key.contains(&field.name);
        let holding = model.fields.iter().filter(|field| holds(name, field) && !is_key(field));
        later.extend(holding.map(|field| (*name, field.name.as_str())));
    }
    while !waiting.is_empty() {
        let next = waiting
            .iter()
            .copied()
            .find(|name| refers(&target.models[*name], &waiting, &later, name).next().is_none());
        let Some(name) = next else {
            later.push(put_off(&target.models, &waiting, &later)?);
            continue;
        };
        waiting.remove(name);
        let missing: Vec<String> =
            later.iter().filter(|(model, _)| *model == name).map(|(_, field)| (*field).to_owned()).collect();
        let definition = target.models[name].without(&missing);
        work.push(&name.app, Operation::CreateModel { model: name.name.clone(), definition })?;
    }
    Ok(())
}

/// Deletes the models that are not there any more, each before those it refers to.
pub(super) fn delete(work: &mut Work<'_>) -> Result<()> {
    let names: Vec<ModelName> = missing_in(&work.state, work.target).into_iter().cloned().collect();
    let mut waiting: BTreeSet<&ModelName> = names.iter().collect();
    while !waiting.is_empty() {
        let referred = |name: &ModelName| {
            work.state.models.iter().any(|(other, model)| {
                other != name && model.fields.iter().any(|field| field.refers_to().any(|to| to == name))
            })
        };
        match waiting.iter().copied().find(|name| !referred(name)) {
            Some(name) => {
                waiting.remove(name);
                work.push(&name.app, Operation::DeleteModel { model: name.name.clone() })?;
            }
            None => {
                let (name, field) = put_off(&work.state.models, &waiting, &[])?;
                let (name, field) = (name.clone(), field.to_owned());
                take(work, &name, &field)?;
            }
        }
    }
    Ok(())
}

type Models = std::collections::BTreeMap<ModelName, Model>;

/// The fields by which a model refers to others that wait, but for those that are put off.
fn refers<'m, 'w>(
    model: &'m Model,
    waiting: &'w BTreeSet<&ModelName>,
    later: &'w [(&ModelName, &str)],
    name: &'w ModelName,
) -> impl Iterator<Item = &'m Field> + use<'m, 'w> {
    let put_off = move |field: &Field| later.iter().any(|(model, own)| *model == name && *own == field.name);
    model.fields.iter().filter(move |field| {
        !put_off(field) && field.refers_to().any(|to| to != name && waiting.contains(to))
    })
}

/// The field of a circle that is best put off: pairs, then a key that can be NULL, then any.
fn put_off<'m>(
    models: &'m Models,
    waiting: &BTreeSet<&ModelName>,
    later: &[(&ModelName, &str)],
) -> Result<(&'m ModelName, &'m str)> {
    let mut found: Option<(u8, &'m ModelName, &'m str)> = None;
    for name in waiting {
        let Some((name, model)) = models.get_key_value(*name) else { continue };
        for field in refers(model, waiting, later, name) {
            let in_circle = field.refers_to().any(|to| reaches(models, waiting, later, (to, name)));
            let rank = match &field.kind {
                _ if model.primary_key.contains(&field.name) || !in_circle => continue,
                Kind::ManyToMany(_) => 0,
                Kind::ForeignKey(key) if key.nullable => 1,
                Kind::ForeignKey(_) | Kind::Plain(_) => 2,
            };
            if found.is_none_or(|(best, ..)| rank < best) {
                found = Some((rank, name, field.name.as_str()));
            }
        }
    }
    found.map(|(_, name, field)| (name, field)).ok_or_else(|| {
        let names: Vec<_> = waiting.iter().map(|name| format!("`{name}`")).collect();
        Error::model(format!(
            "{} refer to each other by their primary keys, so that none can be first",
            names.join(", ")
        ))
    })
}

/// Whether one waiting model refers to another, directly or by others.
fn reaches(
    models: &Models,
    waiting: &BTreeSet<&ModelName>,
    later: &[(&ModelName, &str)],
    (from, to): (&ModelName, &ModelName),
) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(name) = next.pop() {
        if name == to {
            return true;
        }
        let Some((name, model)) = models.get_key_value(name).filter(|(name, _)| waiting.contains(name))
        else {
            continue;
        };
        if seen.insert(name) {
            next.extend(refers(model, waiting, later, name).flat_map(Field::refers_to));
        }
    }
    false
}
