//! The renames of models, fields, indexes and constraints.

use std::collections::BTreeSet;

use querent_schema::Operation;
use querent_schema::state::{Field, Kind, Model, ModelName};

use super::work::Work;
use crate::error::{Error, Result};

/// Renames models.
pub(super) fn models(work: &mut Work<'_>) -> Result<()> {
    let apps: BTreeSet<String> = work.renamed.models.keys().map(|name| name.app.clone()).collect();
    for app in apps {
        let pairs: Vec<_> = work
            .renamed
            .models
            .iter()
            .filter(|(before, now)| before.app == app && before != now)
            .map(|(before, now)| (before.name.clone(), now.name.clone()))
            .collect();
        let taken: BTreeSet<String> =
            work.state.models.keys().filter(|name| name.app == app).map(|name| name.name.clone()).collect();
        if let Some(name) = blocked(&pairs, &taken) {
            return Err(Error::model(format!(
                "another model becomes `{app}.{name}`, which is to go; let it go in a migration before"
            )));
        }
        for (from, to) in in_turn(pairs, taken) {
            work.push(&app, Operation::RenameModel { from, to })?;
        }
    }
    Ok(())
}

/// Renames fields, and gives models their tables. A field whose name another one gets is gone by now.
pub(super) fn fields(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let pairs = work.renamed.fields.get(name).cloned().unwrap_or_default();
        let taken: BTreeSet<String> =
            work.model(name)?.fields.iter().map(|field| field.name.clone()).collect();
        if let Some(field) = blocked(&pairs, &taken) {
            return Err(Error::model(format!(
                "another field becomes `{name}.{field}`, which is still there"
            )));
        }
        for (from, to) in in_turn(pairs, taken) {
            rename_field(work, name, target, (from, to))?;
        }
        rename_columns(work, name, target)?;
        if work.model(name)?.table != target.table {
            let operation = Operation::AlterTable { model: name.name.clone(), table: target.table.clone() };
            work.push(&name.app, operation)?;
        }
    }
    Ok(())
}

fn rename_field(
    work: &mut Work<'_>,
    name: &ModelName,
    target: &Model,
    (from, to): (String, String),
) -> Result<()> {
    let plain = Operation::RenameField { model: name.name.clone(), from, to: to.clone(), column: None };
    let mut trial = work.state.clone();
    trial.apply(&name.app, &plain)?;
    let derived = trial.models.get(name).and_then(|model| model.column(&to));
    // A column that is not called as it would be by itself is named.
    let wanted = target.field(&to).and_then(|field| match &field.kind {
        Kind::ManyToMany(_) => None,
        Kind::Plain(_) | Kind::ForeignKey(_) => field.column(),
    });
    let operation = match (plain, wanted) {
        (Operation::RenameField { model, from, to, .. }, Some(wanted))
            if derived.is_some_and(|own| own != wanted) =>
        {
            Operation::RenameField { model, from, to, column: Some(wanted.to_owned()) }
        }
        (plain, _) => plain,
    };
    work.push(&name.app, operation)
}

/// Gives fields their columns before what speaks of these is compared, so that it follows and is not made anew.
fn rename_columns(work: &mut Work<'_>, name: &ModelName, target: &Model) -> Result<()> {
    for was in work.model(name)?.fields.clone() {
        let wanted = target.field(&was.name).and_then(Field::column);
        let (Some(column), Some(wanted)) = (was.column(), wanted) else { continue };
        let is_taken = work.model(name)?.fields.iter().any(|field| field.column() == Some(wanted));
        if column == wanted || is_taken {
            continue;
        }
        let mut field = was.clone();
        match &mut field.kind {
            Kind::Plain(plain) => wanted.clone_into(&mut plain.column),
            Kind::ForeignKey(key) => wanted.clone_into(&mut key.column),
            Kind::ManyToMany(_) => continue,
        }
        let model = name.name.clone();
        work.push(&name.app, Operation::AlterField { model, was, field, one_off: None, using: None })?;
    }
    Ok(())
}

/// The name that is to be given, and that something has which keeps it.
fn blocked<'p>(pairs: &'p [(String, String)], taken: &BTreeSet<String>) -> Option<&'p str> {
    let keeps = |name: &String| taken.contains(name) && pairs.iter().all(|(from, _)| from != name);
    pairs.iter().map(|(_, to)| to).find(|to| keeps(to)).map(String::as_str)
}

/// The renames in an order in which each name is free when it is given; of a circle one goes by a name of its own.
/// None may be [`blocked`].
fn in_turn(mut pairs: Vec<(String, String)>, mut taken: BTreeSet<String>) -> Vec<(String, String)> {
    let mut turns = Vec::with_capacity(pairs.len());
    pairs.retain(|(from, to)| from != to);
    while !pairs.is_empty() {
        let free = pairs.iter().position(|(_, to)| !taken.contains(to));
        let (from, to) = match free {
            Some(at) => pairs.remove(at),
            None => {
                let (from, to) = pairs.remove(0);
                let mut between = format!("{to}_new");
                while taken.contains(&between) {
                    between.push('_');
                }
                pairs.push((between.clone(), to));
                (from, between)
            }
        };
        taken.remove(&from);
        taken.insert(to.clone());
        turns.push((from, to));
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(pairs: &[(&str, &str)], taken: &[&str]) -> Vec<String> {
        let pairs = pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        let taken = taken.iter().map(|name| (*name).to_owned()).collect();
        in_turn(pairs, taken).into_iter().map(|(from, to)| format!("{from}:{to}")).collect()
    }

    #[test]
    fn a_name_is_given_when_it_is_free() {
        assert_eq!(turns(&[("a", "b"), ("b", "c")], &["a", "b"]), ["b:c", "a:b"]);
    }

    #[test]
    fn names_that_change_places_go_by_a_third_one() {
        assert_eq!(turns(&[("a", "b"), ("b", "a")], &["a", "b", "b_new"]), ["a:b_new_", "b:a", "b_new_:b"]);
    }
}
