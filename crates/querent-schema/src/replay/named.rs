//! Operations on the constraints and indexes that have a name.

use super::lookup::refused;
use crate::error::Error;
use crate::operation::Constraint;
use crate::state::{Index, Model, State};

impl State {
    pub(super) fn add_index(&mut self, app: &str, name: &str, index: &Index) -> Result<(), Error> {
        self.change(app, name, |model| model.indexes.push(index.clone()))
    }

    pub(super) fn remove_index(&mut self, app: &str, name: &str, index: &str) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let at = model.indexes.iter().position(|own| own.name == index);
        model.indexes.remove(at.ok_or_else(|| missing(app, name, "index", index))?);
        Ok(())
    }

    pub(super) fn rename_index(&mut self, app: &str, name: &str, from: &str, to: &str) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let index = model.indexes.iter_mut().find(|own| own.name == from);
        to.clone_into(&mut index.ok_or_else(|| missing(app, name, "index", from))?.name);
        self.change(app, name, |_| {})
    }

    pub(super) fn add_constraint(
        &mut self,
        app: &str,
        name: &str,
        constraint: &Constraint,
    ) -> Result<(), Error> {
        self.change(app, name, |model| match constraint.clone() {
            Constraint::Unique(unique) => model.unique.push(unique),
            Constraint::Check(check) => model.checks.push(check),
            Constraint::Exclude(exclude) => model.excludes.push(exclude),
        })
    }

    pub(super) fn remove_constraint(&mut self, app: &str, name: &str, constraint: &str) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let before = count(model);
        model.unique.retain(|own| own.name != constraint);
        model.checks.retain(|own| own.name != constraint);
        model.excludes.retain(|own| own.name != constraint);
        if count(model) == before {
            return Err(missing(app, name, "constraint", constraint));
        }
        Ok(())
    }

    pub(super) fn rename_constraint(
        &mut self,
        app: &str,
        name: &str,
        from: &str,
        to: &str,
    ) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let unique = model.unique.iter_mut().map(|own| &mut own.name);
        let checks = model.checks.iter_mut().map(|own| &mut own.name);
        let excludes = model.excludes.iter_mut().map(|own| &mut own.name);
        let found = unique.chain(checks).chain(excludes).find(|own| *own == from);
        to.clone_into(found.ok_or_else(|| missing(app, name, "constraint", from))?);
        self.change(app, name, |_| {})
    }
}

fn count(model: &Model) -> usize {
    model.unique.len() + model.checks.len() + model.excludes.len()
}

fn missing(app: &str, model: &str, what: &str, name: &str) -> Error {
    refused(format!("there is no {what} `{name}` of `{app}.{model}`"))
}
