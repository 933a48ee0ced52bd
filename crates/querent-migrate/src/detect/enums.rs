//! Enums and extensions.

use querent_schema::state::{Field, Kind, Model, ModelName};
use querent_schema::{Default, Enum, Operation};

use super::answer::Answer;
use super::labels::{constraints, field_speaks_of, speaks_of, sql_of, sql_of_index};
use super::question::Question;
use super::work::Work;
use crate::error::Result;

/// Creates the extensions and enums that are new, and gives enums the labels that are new or have another name. Those that are
/// somebody else's come after the fields that are of them, and go before.
pub(super) fn create(work: &mut Work<'_>) -> Result<()> {
    let target = work.target;
    for name in target.extensions.difference(&work.state.extensions.clone()) {
        work.push(&first_app(work), Operation::CreateExtension { name: name.clone() })?;
    }
    for own in target
        .enums
        .values()
        .filter(|own| !work.state.enums.contains_key(&own.name))
        .cloned()
        .collect::<Vec<_>>()
    {
        // The same labels under another name are the same enum.
        let gone = work
            .state
            .enums
            .values()
            .filter(|old| work.state.is_foreign_enum(&old.name) == target.is_foreign_enum(&own.name))
            .find(|old| !target.enums.contains_key(&old.name) && old.labels == own.labels);
        let app = app_of(work, &own.name);
        let operation = match gone.map(|old| old.name.clone()) {
            Some(from) => Operation::RenameEnum { from, to: own.name.clone() },
            None if is_of_others(work, &own.name) => continue,
            None => Operation::CreateEnum { definition: own },
        };
        work.push(&app, operation)?;
    }
    let gone = work.state.enums.keys().filter(|name| !target.enums.contains_key(*name));
    for name in gone.filter(|name| work.state.is_foreign_enum(name)).cloned().collect::<Vec<_>>() {
        let is_of = |model: &Model| model.fields.iter().any(|field| field.as_enum() == Some(&name));
        let owner = work.state.models.iter().find(|(_, model)| is_of(model));
        let app = owner.map_or_else(|| first_app(work), |(owner, _)| owner.app.clone());
        work.push(&app, Operation::DropEnum { name })?;
    }
    for now in target.enums.values() {
        if let Some(before) =
            work.state.enums.get(&now.name).filter(|before| before.labels != now.labels).cloned()
        {
            alter(work, before, now)?;
        }
    }
    Ok(())
}

/// Creates the enums that are somebody else's, whose fields are there by now.
pub(super) fn create_for_others(work: &mut Work<'_>) -> Result<()> {
    for own in work.target.enums.values() {
        if !work.state.enums.contains_key(&own.name) {
            work.push(&app_of(work, &own.name), Operation::CreateEnum { definition: own.clone() })?;
        }
    }
    Ok(())
}

/// Drops the enums and extensions that nothing is of any more.
pub(super) fn drop(work: &mut Work<'_>) -> Result<()> {
    let gone: Vec<String> =
        work.state.enums.keys().filter(|name| !work.target.enums.contains_key(*name)).cloned().collect();
    for name in gone {
        let app = work.operations.iter().rev().find_map(|(app, operation)| match operation {
            Operation::RemoveField { .. } | Operation::AlterField { .. } | Operation::DeleteModel { .. } => {
                Some(app.clone())
            }
            _ => None,
        });
        let app = app.unwrap_or_else(|| first_app(work));
        work.push(&app, Operation::DropEnum { name })?;
    }
    let gone: Vec<String> = work.state.extensions.difference(&work.target.extensions).cloned().collect();
    for name in gone {
        let app = first_app(work);
        work.push(&app, Operation::DropExtension { name })?;
    }
    Ok(())
}

fn alter(work: &mut Work<'_>, mut before: Enum, now: &Enum) -> Result<()> {
    let app = app_of(work, &now.name);
    // No row of ours has a label of somebody else's.
    let is_asked = !work.state.is_foreign_enum(&now.name);
    let gone: Vec<String> =
        before.labels.iter().filter(|label| is_asked && !now.labels.contains(label)).cloned().collect();
    for value in gone {
        let renamed = work.answers.find(|answer| match answer {
            Answer::RenameValue { name, value: from, to } if *name == now.name && *from == value => {
                Some(to.clone())
            }
            _ => None,
        });
        if let Some(to) = renamed {
            let (name, from) = (now.name.clone(), value.clone());
            work.push(&app, Operation::RenameEnumValue { name, from, to: to.clone() })?;
            before.labels.iter_mut().filter(|label| **label == value).for_each(|label| label.clone_from(&to));
            continue;
        }
        let dropped = Answer::DropValue { name: now.name.clone(), value: value.clone() };
        if !work.answers.said(|answer| *answer == dropped) {
            let candidates =
                now.labels.iter().filter(|label| !before.labels.contains(label)).cloned().collect();
            work.questions.push(Question::RemovedValue { name: now.name.clone(), value, candidates });
        }
    }
    if is_within(&before.labels, &now.labels) {
        for (at, value) in now.labels.iter().enumerate().filter(|(_, label)| !before.labels.contains(label)) {
            let before = now.labels[at..].iter().find(|label| before.labels.contains(label)).cloned();
            let name = now.name.clone();
            work.push(&app, Operation::AddEnumValue { name, value: value.clone(), before })?;
        }
    }
    Ok(())
}

/// Takes labels away, or gives them another order. The constraints and indexes that are not as they were are gone by now.
pub(super) fn replace(work: &mut Work<'_>) -> Result<()> {
    for now in work.target.enums.values() {
        let Some(before) = work.state.enums.get(&now.name).filter(|own| own.labels != now.labels).cloned()
        else {
            continue;
        };
        let gone: Vec<String> =
            before.labels.iter().filter(|label| !now.labels.contains(label)).cloned().collect();
        for label in &gone {
            forget(work, &before, label)?;
        }
        let (name, was, labels) = (now.name.clone(), before.labels, now.labels.clone());
        work.push(&app_of(work, &now.name), Operation::ReplaceEnum { name, was, labels })?;
    }
    Ok(())
}

/// Takes the defaults away that speak of a label and do not stay, and what speaks of it in models that go.
fn forget(work: &mut Work<'_>, own: &Enum, label: &str) -> Result<()> {
    let target = work.target;
    for (name, model) in work.state.models.clone() {
        let stays = target.models.get(&name);
        for was in model.fields.iter().filter(|field| field_speaks_of(field, &own.name, label)) {
            let now = stays.and_then(|model| model.field(&was.name));
            if now.is_none_or(|now| now.default() != was.default()) {
                forget_default(work, &name, (was, now), own)?;
            }
        }
        if stays.is_some() {
            continue;
        }
        let speaks = |sql: &str| speaks_of(sql, label);
        for constraint in constraints(&model).iter().filter(|own| sql_of(own).into_iter().any(speaks)) {
            let constraint = constraint.name().to_owned();
            work.push(&name.app, Operation::RemoveConstraint { model: name.name.clone(), constraint })?;
        }
        for index in model.indexes.iter().filter(|own| sql_of_index(own).into_iter().any(speaks)) {
            let (model, index) = (name.name.clone(), index.name.clone());
            work.push(&name.app, Operation::RemoveIndex { model, index, concurrently: false })?;
        }
    }
    Ok(())
}

/// Gives a field the default that it gets, if the labels before have it already, and none until then otherwise.
fn forget_default(
    work: &mut Work<'_>,
    name: &ModelName,
    (was, now): (&Field, Option<&Field>),
    own: &Enum,
) -> Result<()> {
    let mut field = was.clone();
    let Kind::Plain(plain) = &mut field.kind else { return Ok(()) };
    if matches!(plain.default, Some(Default::Generated(_))) {
        return Ok(()); // its values would go with what they are made of
    }
    let labels = work.target.enums.get(&own.name).map(|own| own.labels.as_slice()).unwrap_or_default();
    let is_there = |field: &&Field| {
        let mut new = labels.iter().filter(|label| !own.labels.contains(label));
        !new.any(|label| field_speaks_of(field, &own.name, label))
    };
    plain.default = match now.filter(is_there).map(|now| &now.kind) {
        Some(Kind::Plain(now)) if now.sql_type == plain.sql_type => now
            .default
            .clone()
            .filter(|default| !matches!(default, Default::Identity | Default::Generated(_))),
        _ => None,
    };
    let (model, was) = (name.name.clone(), was.clone());
    work.push(&name.app, Operation::AlterField { model, was, field, one_off: None, using: None })
}

/// Whether the labels before are among those of now, in the same order.
fn is_within(before: &[String], now: &[String]) -> bool {
    let mut rest = now.iter();
    before.iter().all(|label| rest.any(|other| other == label))
}

/// Whether all fields that will be of an enum are of models whose tables are somebody else's by now, or stay so.
fn is_of_others(work: &Work<'_>, name: &str) -> bool {
    let is_ours = |now: &ModelName, model: &Model| {
        let was = work.renamed.models.iter().find(|(_, own)| *own == now);
        model.managed && was.is_none_or(|(before, _)| work.is_ours(before))
    };
    let is_of = |model: &Model| model.fields.iter().any(|field| field.as_enum() == Some(name));
    let mut users = work.target.models.iter().filter(|(_, model)| is_of(model)).peekable();
    users.peek().is_some() && !users.any(|(now, model)| is_ours(now, model))
}

/// The application whose fields are of an enum, the first by name.
fn app_of(work: &Work<'_>, name: &str) -> String {
    let mut models = work.target.models.iter();
    let found = models.find(|(_, model)| model.fields.iter().any(|field| field.as_enum() == Some(name)));
    found.map_or_else(|| first_app(work), |(model, _)| model.app.clone())
}

/// The application of what belongs to none: the first one.
fn first_app(work: &Work<'_>) -> String {
    let mut models = work.target.models.keys().chain(work.state.models.keys());
    models.next().map_or_else(String::new, |model| model.app.clone())
}
