//! Enums and extensions.

use querent_schema::state::Kind;
use querent_schema::{Enum, Operation};

use super::answer::Answer;
use super::question::Question;
use super::work::Work;
use crate::error::Result;

/// Creates the extensions and enums that are new, and gives enums their labels.
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
            .find(|old| !target.enums.contains_key(&old.name) && old.labels == own.labels);
        let app = app_of(work, &own.name);
        let operation = match gone.map(|old| old.name.clone()) {
            Some(from) => Operation::RenameEnum { from, to: own.name.clone() },
            None => Operation::CreateEnum { definition: own },
        };
        work.push(&app, operation)?;
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
    let gone: Vec<String> =
        before.labels.iter().filter(|label| !now.labels.contains(label)).cloned().collect();
    for value in gone {
        let renamed = work.answers.iter().find_map(|answer| match answer {
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
        if !work.said(|answer| *answer == dropped) {
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
        return Ok(());
    }
    let (name, was, labels) = (now.name.clone(), before.labels, now.labels.clone());
    work.push(&app, Operation::ReplaceEnum { name, was, labels })
}

/// Whether the labels before are among those of now, in the same order.
fn is_within(before: &[String], now: &[String]) -> bool {
    let mut rest = now.iter();
    before.iter().all(|label| rest.any(|other| other == label))
}

/// The application whose fields are of an enum, the first by name.
fn app_of(work: &Work<'_>, name: &str) -> String {
    let is_of = |kind: &Kind| matches!(kind, Kind::Plain(plain) if plain.sql_type.as_enum() == Some(name));
    let mut models = work.target.models.iter();
    let found = models.find(|(_, model)| model.fields.iter().any(|field| is_of(&field.kind)));
    found.map_or_else(|| first_app(work), |(model, _)| model.app.clone())
}

/// The application of what belongs to none: the first one.
fn first_app(work: &Work<'_>) -> String {
    let mut models = work.target.models.keys().chain(work.state.models.keys());
    models.next().map_or_else(String::new, |model| model.app.clone())
}
