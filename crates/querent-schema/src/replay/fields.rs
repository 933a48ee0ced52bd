//! Operations on fields.

use super::lookup::refused;
use crate::column::Default;
use crate::derived::{key_column_name, pairs_table_name};
use crate::error::Error;
use crate::sql_text::{mentions, rename_column};
use crate::state::{Element, Field, Kind, Model, Pairs, PairsBy, State};

impl State {
    pub(super) fn add_field(&mut self, app: &str, name: &str, field: &Field) -> Result<(), Error> {
        if self.model(app, name)?.field(&field.name).is_some() {
            return Err(refused(format!("there is a field `{app}.{name}.{}` already", field.name)));
        }
        self.change(app, name, |model| model.fields.push(field.clone()))
    }

    pub(super) fn remove_field(&mut self, app: &str, name: &str, field: &str) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let at = place(model, field).ok_or_else(|| no_field(app, name, field))?;
        let removed = model.fields.remove(at);
        let needs = |sql: &str| removed.column().is_some_and(|column| mentions(sql, column));
        if let Some((needing, _)) = model.sql().find(|(_, sql)| needs(sql)) {
            return Err(refused(format!(
                "`{app}.{name}.{field}` is still needed by `{needing}`; remove that before"
            )));
        }
        self.change(app, name, |_| {})
    }

    pub(super) fn alter_field(
        &mut self,
        app: &str,
        name: &str,
        was: &Field,
        field: &Field,
    ) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        let at = place(model, &was.name).ok_or_else(|| no_field(app, name, &was.name))?;
        if model.fields[at] != *was {
            return Err(refused(format!(
                "`{app}.{name}.{}` is not as `was` says; it was changed before",
                was.name
            )));
        }
        if was.name != field.name {
            return Err(refused(format!(
                "`{app}.{name}.{}` keeps its name; rename it by `rename_field`",
                was.name
            )));
        }
        if was.column().is_some() != field.column().is_some() {
            return Err(refused(format!(
                "`{app}.{name}.{}` has a column on one side alone; remove the field and add another one",
                was.name
            )));
        }
        model.fields[at] = field.clone();
        if let (Some(from), Some(to)) = (was.column(), field.column()) {
            rename_in_sql(model, from, to);
        }
        self.change(app, name, |_| {})
    }

    /// Renames a field to the first name, with the second one as its column where there is one.
    pub(super) fn rename_field(
        &mut self,
        app: &str,
        name: &str,
        from: &str,
        (to, column): (&str, Option<&str>),
    ) -> Result<(), Error> {
        let model = self.model_mut(app, name)?;
        if model.field(to).is_some() {
            return Err(refused(format!("there is a field `{app}.{name}.{to}` already")));
        }
        let at = place(model, from).ok_or_else(|| no_field(app, name, from))?;
        let table = model.table.clone();
        let field = &mut model.fields[at];
        to.clone_into(&mut field.name);
        let before = field.column().map(str::to_owned);
        match &mut field.kind {
            Kind::Plain(plain) => follow(&mut plain.column, column, (from, to)),
            Kind::ForeignKey(key) => {
                follow(&mut key.column, column, (&key_column_name(from), &key_column_name(to)));
            }
            Kind::ManyToMany(Pairs { by: PairsBy::Table { table: pairs, .. }, .. }) => {
                follow(pairs, None, (&pairs_table_name(&table, from), &pairs_table_name(&table, to)));
            }
            Kind::ManyToMany(Pairs { by: PairsBy::Through(_), .. }) => {}
        }
        let after = field.column().map(str::to_owned);
        rename_in_lists(model, from, to);
        if let (Some(before), Some(after)) = (before, after) {
            rename_in_sql(model, &before, &after);
        }
        self.change(app, name, |_| {})
    }
}

fn place(model: &Model, field: &str) -> Option<usize> {
    model.fields.iter().position(|own| own.name == field)
}

fn no_field(app: &str, name: &str, field: &str) -> Error {
    refused(format!("there is no field `{app}.{name}.{field}`"))
}

/// Gives `name` the name that is said, or the second of the two if it is the first one.
fn follow(name: &mut String, said: Option<&str>, (from, to): (&str, &str)) {
    match said {
        Some(said) => said.clone_into(name),
        None if name == from => to.clone_into(name),
        None => {}
    }
}

fn rename_in_lists(model: &mut Model, from: &str, to: &str) {
    let unique =
        model.unique.iter_mut().flat_map(|unique| unique.fields.iter_mut().chain(&mut unique.include));
    let indexes = model.indexes.iter_mut().flat_map(|index| {
        let elements = index.elements.iter_mut().filter_map(|element| match element {
            Element::Field { name, .. } => Some(name),
            Element::Sql(_) => None,
        });
        elements.chain(&mut index.include)
    });
    for field in model.primary_key.iter_mut().chain(unique).chain(indexes).filter(|field| *field == from) {
        to.clone_into(field);
    }
}

fn rename_in_sql(model: &mut Model, from: &str, to: &str) {
    if from == to {
        return;
    }
    let unique = model.unique.iter_mut().flat_map(|unique| &mut unique.condition);
    let checks = model.checks.iter_mut().map(|check| &mut check.condition);
    let excludes = model
        .excludes
        .iter_mut()
        .flat_map(|exclude| [&mut exclude.elements].into_iter().chain(&mut exclude.condition));
    let indexes = model.indexes.iter_mut().flat_map(|index| {
        let elements = index.elements.iter_mut().filter_map(|element| match element {
            Element::Sql(sql) => Some(sql),
            Element::Field { .. } => None,
        });
        elements.chain(&mut index.condition)
    });
    let generated = model.fields.iter_mut().filter_map(|field| match &mut field.kind {
        Kind::Plain(plain) => match &mut plain.default {
            Some(Default::Generated(sql)) => Some(sql),
            _ => None,
        },
        _ => None,
    });
    for sql in unique.chain(checks).chain(excludes).chain(indexes).chain(generated) {
        *sql = rename_column(sql, from, to);
    }
}
