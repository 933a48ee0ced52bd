//! The indexes and constraints that models name, their comments, and whose their tables are.

use querent_schema::state::{Index, Model, ModelName};
use querent_schema::{Constraint, Operation};

use super::labels::constraints;
use super::work::Work;
use crate::error::Result;

/// Gives away the tables that are somebody else's from now on, so that what else has changed of their models is no change of
/// them; and takes those back that were ours, so that it is.
pub(super) fn hand_over(work: &mut Work<'_>) -> Result<()> {
    let target = work.target;
    for (before, now) in work.renamed.models.clone() {
        let Some(stays) = target.models.get(&now).map(|model| model.managed) else { continue };
        let (is_ours, released) = (work.is_ours(&before), work.model(&before)?.released);
        let model = before.name.clone();
        if is_ours && !stays {
            work.push(&before.app, Operation::ReleaseModel { model })?;
        } else if released && stays {
            work.push(&before.app, Operation::AdoptModel { model })?;
        }
    }
    Ok(())
}

/// Renames indexes and constraints that are the same but for their names, and removes those that are not as they were.
pub(super) fn remove(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let model = work.model(name)?.clone();
        for (from, to) in renames(&constraints(&model), &constraints(target), Constraint::name, unnamed) {
            work.push(&name.app, Operation::RenameConstraint { model: name.name.clone(), from, to })?;
        }
        for (from, to) in renames(&model.indexes, &target.indexes, |index| &index.name, unnamed_index) {
            work.push(&name.app, Operation::RenameIndex { model: name.name.clone(), from, to })?;
        }
        keep(work, name, target)?;
    }
    Ok(())
}

/// Removes the constraints and indexes of a model that `wanted` does not have just so.
pub(super) fn keep(work: &mut Work<'_>, name: &ModelName, wanted: &Model) -> Result<()> {
    let model = work.model(name)?.clone();
    let kept = constraints(wanted);
    for constraint in constraints(&model).iter().filter(|own| !kept.contains(own)) {
        let constraint = constraint.name().to_owned();
        work.push(&name.app, Operation::RemoveConstraint { model: name.name.clone(), constraint })?;
    }
    for index in model.indexes.iter().filter(|own| !wanted.indexes.contains(own)) {
        let (model, index) = (name.name.clone(), index.name.clone());
        work.push(&name.app, Operation::RemoveIndex { model, index, concurrently: false })?;
    }
    Ok(())
}

/// Adds the constraints and indexes that are not there.
pub(super) fn add(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in &work.target.models {
        let model = work.model(name)?.clone();
        let there = constraints(&model);
        for constraint in constraints(target).into_iter().filter(|own| !there.contains(own)) {
            work.push(&name.app, Operation::AddConstraint { model: name.name.clone(), constraint })?;
        }
    }
    for (name, target) in &work.target.models {
        let model = work.model(name)?.clone();
        for index in target.indexes.iter().filter(|own| !model.indexes.contains(own)) {
            let (model, index) = (name.name.clone(), index.clone());
            work.push(&name.app, Operation::AddIndex { model, index, concurrently: false })?;
        }
    }
    Ok(())
}

/// Changes comments, and takes the tables that are ours from now on and were not before.
pub(super) fn alter(work: &mut Work<'_>) -> Result<()> {
    for (name, target) in work.kept() {
        let (managed, comment) = {
            let model = work.model(name)?;
            (model.managed, model.comment.clone())
        };
        let model = name.name.clone();
        if !managed && target.managed {
            work.push(&name.app, Operation::AdoptModel { model: model.clone() })?;
        }
        if comment != target.comment {
            work.push(&name.app, Operation::AlterComment { model, comment: target.comment.clone() })?;
        }
    }
    Ok(())
}

/// The names of what is the same in both but for its name; what has its name in both stays.
fn renames<T: PartialEq + Clone>(
    before: &[T],
    now: &[T],
    name: impl Fn(&T) -> &str,
    unnamed: impl Fn(&T) -> T,
) -> Vec<(String, String)> {
    let is_in = |list: &[T], own: &T| list.iter().any(|other| name(other) == name(own));
    let mut new: Vec<&T> = now.iter().filter(|own| !is_in(before, own)).collect();
    let mut found = Vec::new();
    for own in before.iter().filter(|own| !is_in(now, own)) {
        if let Some(at) = new.iter().position(|other| unnamed(other) == unnamed(own)) {
            found.push((name(own).to_owned(), name(new.remove(at)).to_owned()));
        }
    }
    found
}

fn unnamed(constraint: &Constraint) -> Constraint {
    let mut constraint = constraint.clone();
    match &mut constraint {
        Constraint::Unique(unique) => unique.name.clear(),
        Constraint::Check(check) => check.name.clear(),
        Constraint::Exclude(exclude) => exclude.name.clear(),
    }
    constraint
}

fn unnamed_index(index: &Index) -> Index {
    Index { name: String::new(), ..index.clone() }
}
