//! What makes a model whole.

use std::collections::HashSet;

use super::lookup::{no_model, refused};
use crate::column::Default;
use crate::error::Error;
use crate::sql_text::mentions;
use crate::sql_type::SqlType;
use crate::state::{Element, Field, Kind, Model, ModelName, Pairs, PairsBy, State};

impl State {
    /// Changes a model, and checks that it is whole afterwards.
    pub(super) fn change(
        &mut self,
        app: &str,
        name: &str,
        change: impl FnOnce(&mut Model),
    ) -> Result<(), Error> {
        change(self.model_mut(app, name)?);
        self.check_model(&ModelName::new(app, name))
    }

    /// Whether all that a model speaks of is there.
    pub(super) fn check_model(&self, name: &ModelName) -> Result<(), Error> {
        let model = self.models.get(name).ok_or_else(|| no_model(name))?;
        check_names(name, model)?;
        check_key(name, model)?;
        check_lists(name, model)?;
        model.fields.iter().try_for_each(|field| self.check_field(name, field))?;
        self.check_tables(name, model)
    }

    fn check_field(&self, name: &ModelName, field: &Field) -> Result<(), Error> {
        let place = format!("`{name}.{}`", field.name);
        if let Some(missing) = field.refers_to().find(|model| !self.models.contains_key(model)) {
            return Err(refused(format!("{place} refers to `{missing}`, which is no model")));
        }
        match &field.kind {
            // What somebody else's columns are of is there with them.
            Kind::Plain(_) if self.models.get(name).is_some_and(|model| !model.managed) => Ok(()),
            Kind::Plain(plain) => self.check_type(&place, &plain.sql_type),
            Kind::ForeignKey(key) => self.check_one_key(&place, &key.to),
            Kind::ManyToMany(Pairs { to, by: PairsBy::Table { .. } }) => {
                self.check_one_key(&place, to)?;
                self.check_one_key(&place, name)
            }
            Kind::ManyToMany(Pairs { by: PairsBy::Through(_), .. }) => Ok(()),
        }
    }

    fn check_type(&self, place: &str, sql_type: &SqlType) -> Result<(), Error> {
        match sql_type.as_enum() {
            Some(name) if !self.enums.contains_key(name) => {
                Err(refused(format!("{place} is a `{name}`, which is no enum; create it before")))
            }
            _ => Ok(()),
        }
    }

    /// Whether one column can refer to a model.
    fn check_one_key(&self, place: &str, to: &ModelName) -> Result<(), Error> {
        match self.models.get(to).map_or(1, |model| model.primary_key.len()) {
            1 => Ok(()),
            columns => {
                Err(refused(format!("{place} refers to `{to}`, whose primary key has {columns} columns")))
            }
        }
    }

    /// Whether the model's tables are its alone.
    fn check_tables(&self, name: &ModelName, model: &Model) -> Result<(), Error> {
        for own in model.tables() {
            let others = self.models.iter().filter(|(other, _)| *other != name);
            let taken = others.flat_map(|(other, model)| model.tables().map(move |table| (other, table)));
            if let Some((other, _)) = taken.into_iter().find(|(_, table)| *table == own) {
                return Err(refused(format!("`{name}` has the table `{own}`, and so has `{other}`")));
            }
        }
        Ok(())
    }
}

impl Model {
    /// The model without some fields, and without the constraints and indexes that need them.
    pub fn without(&self, fields: &[String]) -> Model {
        let mut model = self.clone();
        let columns: Vec<&str> = fields.iter().filter_map(|field| self.column(field)).collect();
        let needs = |sql: &str| columns.iter().any(|column| mentions(sql, column));
        let listed = self
            .field_lists()
            .filter(|(_, list)| list.iter().any(|field| fields.iter().any(|own| own == field)));
        let said = self.sql().filter(|(_, sql)| needs(sql)).map(|(name, _)| name);
        let gone: Vec<&str> = listed.map(|(name, _)| name).chain(said).collect();
        model.fields.retain(|field| !fields.contains(&field.name));
        model.unique.retain(|unique| !gone.contains(&unique.name.as_str()));
        model.checks.retain(|check| !gone.contains(&check.name.as_str()));
        model.excludes.retain(|exclude| !gone.contains(&exclude.name.as_str()));
        model.indexes.retain(|index| !gone.contains(&index.name.as_str()));
        model
    }

    /// The model's table, and those of its pairs.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        let pairs = self.fields.iter().filter_map(|field| match &field.kind {
            Kind::ManyToMany(Pairs { by: PairsBy::Table { table, .. }, .. }) => Some(table.as_str()),
            _ => None,
        });
        [self.table.as_str()].into_iter().chain(pairs)
    }

    /// The SQL of the model that speaks of its columns.
    pub(crate) fn sql(&self) -> impl Iterator<Item = (&str, &String)> {
        let unique =
            self.unique.iter().flat_map(|unique| unique.condition.iter().map(|sql| (&unique.name, sql)));
        let checks = self.checks.iter().map(|check| (&check.name, &check.condition));
        let excludes = self.excludes.iter().flat_map(|exclude| {
            [&exclude.elements].into_iter().chain(&exclude.condition).map(|sql| (&exclude.name, sql))
        });
        let indexes = self.indexes.iter().flat_map(|index| {
            let elements = index.elements.iter().filter_map(|element| match element {
                Element::Sql(sql) => Some(sql),
                Element::Field { .. } => None,
            });
            elements.chain(&index.condition).map(|sql| (&index.name, sql))
        });
        let generated = self.fields.iter().filter_map(|field| match &field.kind {
            Kind::Plain(plain) => match &plain.default {
                Some(Default::Generated(sql)) => Some((&field.name, sql)),
                _ => None,
            },
            _ => None,
        });
        unique
            .chain(checks)
            .chain(excludes)
            .chain(indexes)
            .chain(generated)
            .map(|(name, sql)| (name.as_str(), sql))
    }

    /// The lists of fields of the model's constraints and indexes, each with its name.
    pub(crate) fn field_lists(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        let key = ("the primary key", self.primary_key.iter().map(String::as_str).collect());
        let unique = self.unique.iter().map(|unique| {
            (unique.name.as_str(), unique.fields.iter().chain(&unique.include).map(String::as_str).collect())
        });
        let indexes = self.indexes.iter().map(|index| {
            let elements = index.elements.iter().filter_map(|element| match element {
                Element::Field { name, .. } => Some(name),
                Element::Sql(_) => None,
            });
            (index.name.as_str(), elements.chain(&index.include).map(String::as_str).collect())
        });
        [key].into_iter().chain(unique).chain(indexes)
    }
}

fn check_names(name: &ModelName, model: &Model) -> Result<(), Error> {
    let (mut fields, mut columns) = (HashSet::new(), HashSet::new());
    for field in &model.fields {
        if !fields.insert(&field.name) {
            return Err(refused(format!("`{name}` has two fields `{}`", field.name)));
        }
        if let Some(column) = field.column().filter(|column| !columns.insert(*column)) {
            return Err(refused(format!("`{name}` has two fields with the column `{column}`")));
        }
    }
    let constraints = model.unique.iter().map(|unique| &unique.name);
    let constraints = constraints.chain(model.checks.iter().map(|check| &check.name));
    let constraints = constraints.chain(model.excludes.iter().map(|exclude| &exclude.name));
    let mut named = HashSet::new();
    for own in constraints.chain(model.indexes.iter().map(|index| &index.name)) {
        if !named.insert(own) {
            return Err(refused(format!("`{name}` has two constraints or indexes `{own}`")));
        }
    }
    Ok(())
}

fn check_key(name: &ModelName, model: &Model) -> Result<(), Error> {
    if model.primary_key.is_empty() {
        return Err(refused(format!("`{name}` has no primary key")));
    }
    for own in &model.primary_key {
        if model.field(own).is_some_and(Field::is_nullable) {
            return Err(refused(format!("`{name}.{own}` is in the primary key and can be NULL")));
        }
    }
    Ok(())
}

fn check_lists(name: &ModelName, model: &Model) -> Result<(), Error> {
    for (list, fields) in model.field_lists() {
        if fields.is_empty() && model.sql().all(|(own, _)| own != list) {
            return Err(refused(format!("`{list}` of `{name}` is of no fields")));
        }
        if let Some(missing) = fields.iter().find(|field| model.column(field).is_none()) {
            return Err(refused(format!(
                "`{list}` of `{name}` needs the column of `{missing}`, which there is not"
            )));
        }
    }
    Ok(())
}
