//! The fields of models that were there before: added, altered, removed.

use querent_schema::state::{Field, Kind, Model, ModelName, PairsBy};
use querent_schema::{Default, Operation, mentions};

use super::answer::{Answer, FieldName};
use super::question::Question;
use super::work::Work;
use super::{keys, named, values};
use crate::error::Result;

/// Takes away the fields whose names others get by a rename, and that are none of those now.
pub(super) fn make_room(work: &mut Work<'_>) -> Result<()> {
    for (name, _) in work.kept() {
        let model = work.model(name)?.clone();
        let pairs = work.renamed.fields.get(name).map(Vec::as_slice).unwrap_or_default();
        let kept = |field: &str| pairs.iter().any(|(from, _)| from == field);
        for field in pairs.iter().filter(|(_, to)| !kept(to)).filter_map(|(_, to)| model.field(to)) {
            remove_field(work, name, field)?;
        }
    }
    Ok(())
}

/// Takes away the fields whose place another field takes, by its name or its column: their values cannot stay.
pub(super) fn replace(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        let replaced = |field: &&Field| match target.field(&field.name) {
            Some(now) => is_another_sort(field, now),
            None => {
                field.column().is_some() && target.fields.iter().any(|now| now.column() == field.column())
            }
        };
        for field in model.fields.iter().filter(replaced) {
            remove_field(work, name, field)?;
        }
    }
    Ok(())
}

/// When a field is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// First: fields that rows have values of.
    Written,
    /// Once their sources are what they become: fields that are generated.
    Computed,
    /// Once their models have their primary keys: what is left.
    Last,
}

/// Adds the fields whose turn it is.
pub(super) fn add(work: &mut Work<'_>, turn: Turn) -> Result<()> {
    let rekeyed = keys::rekeyed(work);
    for (name, target) in &work.target.models {
        let model = work.model(name)?.clone();
        let is_new = work.renamed.models.values().all(|kept| kept != name);
        for field in target.fields.iter().filter(|field| model.field(&field.name).is_none()) {
            let waits = rekeyed.iter().any(|model| keys::holds(name, field, model));
            let is_next = match turn {
                Turn::Written => !waits && !field.is_generated(),
                Turn::Computed => !waits,
                Turn::Last => true,
            };
            if is_next {
                let one_off = if is_new { None } else { values::of_new(work, name, field) };
                let operation =
                    Operation::AddField { model: name.name.clone(), field: field.clone(), one_off };
                work.push(&name.app, operation)?;
            }
        }
    }
    Ok(())
}

/// Alters fields. Those of a primary key cannot be NULL until there is another one.
///
/// A generated field that is made of one whose type changes is made anew where it is not as it was: what it was may make no sense
/// of the new type. What was generated keeps its values by coming first, and what becomes generated comes last.
pub(super) fn alter(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        for field in made_anew(work, work.model(name)?, target) {
            take(work, name, &field)?;
        }
        let model = work.model(name)?.clone();
        let becomes = |was: &Field| {
            let now = target.field(&was.name)?.clone();
            let is_key = model.primary_key.contains(&was.name);
            Some(if is_key { now.not_null() } else { now })
        };
        let mut changed: Vec<_> = model
            .fields
            .iter()
            .filter_map(|was| Some((was, becomes(was).filter(|now| now != was)?)))
            .collect();
        changed.sort_by_key(|(was, now)| (now.is_generated(), !was.is_generated()));
        for (was, now) in changed {
            alter_field(work, name, was, &now)?;
        }
    }
    Ok(())
}

/// Lets the fields be NULL that were in a primary key until now.
pub(super) fn loosen(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        for was in work.model(name)?.fields.clone() {
            if let Some(now) = target.field(&was.name).filter(|now| now.is_nullable() && !was.is_nullable()) {
                alter_field(work, name, &was, now)?;
            }
        }
    }
    Ok(())
}

/// The generated fields that are not as they were, or go, and are made of a column that gets another type.
fn made_anew(work: &Work<'_>, model: &Model, target: &Model) -> Vec<String> {
    let gets_another_type = |was: &&Field| {
        let now = target.field(&was.name);
        now.is_some_and(|now| work.state.column_type(was) != work.target.column_type(now))
    };
    let retyped: Vec<&str> =
        model.fields.iter().filter(gets_another_type).filter_map(Field::column).collect();
    let is_anew = |field: &&Field| {
        let Some(Default::Generated(sql)) = field.default() else { return false };
        let now = target.field(&field.name);
        now != Some(*field)
            && now.is_none_or(Field::is_generated)
            && retyped.iter().any(|column| mentions(sql, column))
    };
    model.fields.iter().filter(is_anew).map(|field| field.name.clone()).collect()
}

/// Removes the fields that are not there any more, those first that are generated from others.
pub(super) fn remove(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        let gone = || model.fields.iter().filter(|field| target.field(&field.name).is_none());
        for field in
            gone().filter(|field| field.is_generated()).chain(gone().filter(|field| !field.is_generated()))
        {
            // It was asked for when fields were matched.
            work.push(
                &name.app,
                Operation::RemoveField { model: name.name.clone(), field: field.name.clone() },
            )?;
        }
    }
    Ok(())
}

fn remove_field(work: &mut Work<'_>, name: &ModelName, field: &Field) -> Result<()> {
    agree_to_drop(work, name, field);
    take(work, name, &field.name)
}

/// Asks whether a field's values may go, unless that is answered.
fn agree_to_drop(work: &mut Work<'_>, name: &ModelName, field: &Field) {
    let agreed =
        |answer: &Answer| matches!(answer, Answer::DropField(said) if work.is_same(said, name, &field.name));
    if work.is_ours(name) && !work.answers.said(agreed) {
        let field = FieldName::new(name, &field.name);
        work.questions.push(Question::RemovedField { field, candidates: Vec::new() });
    }
}

/// Takes away a field with the constraints and indexes that need it; those that stay come back with another one.
pub(super) fn take(work: &mut Work<'_>, name: &ModelName, field: &str) -> Result<()> {
    let kept = work.model(name)?.without(&[field.to_owned()]);
    named::keep(work, name, &kept)?;
    work.push(&name.app, Operation::RemoveField { model: name.name.clone(), field: field.to_owned() })
}

fn alter_field(work: &mut Work<'_>, name: &ModelName, was: &Field, field: &Field) -> Result<()> {
    let one_off = values::of_nulls(work, name, was, field);
    if let (Kind::ForeignKey(before), Kind::ForeignKey(now)) = (&was.kind, &field.kind)
        && before.to != now.to
    {
        let question = Question::Retargeted {
            field: FieldName::new(name, &field.name),
            from: before.to.clone(),
            to: now.to.clone(),
        };
        values::agree(work, name, field, question);
    }
    if field.is_generated() && !was.is_generated() {
        agree_to_drop(work, name, field); // what is made of other columns takes the place of what was written
    }
    let operation = Operation::AlterField {
        model: name.name.clone(),
        was: was.clone(),
        field: field.clone(),
        one_off,
        using: values::using(work, name, was, field),
    };
    work.push(&name.app, operation)
}

/// Whether nothing of one field can become the other.
fn is_another_sort(before: &Field, now: &Field) -> bool {
    match (&before.kind, &now.kind) {
        (Kind::ManyToMany(before), Kind::ManyToMany(now)) => match (&before.by, &now.by) {
            (PairsBy::Table { .. }, PairsBy::Table { .. }) => before.to != now.to,
            _ => before != now,
        },
        (Kind::ManyToMany(_), _) | (_, Kind::ManyToMany(_)) => true,
        _ => false,
    }
}
