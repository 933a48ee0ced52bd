//! Operations on enums.

use super::lookup::refused;
use crate::column::Default;
use crate::enumeration::Enum;
use crate::error::Error;
use crate::quote::quote_literal;
use crate::sql_type::SqlType;
use crate::state::{Kind, Plain, State};

impl State {
    pub(super) fn create_enum(&mut self, definition: &Enum) -> Result<(), Error> {
        match self.enums.insert(definition.name.clone(), definition.clone()) {
            None => Ok(()),
            Some(_) => Err(refused(format!("there is an enum `{}` already", definition.name))),
        }
    }

    pub(super) fn drop_enum(&mut self, name: &str) -> Result<(), Error> {
        self.enums.remove(name).ok_or_else(|| no_enum(name))?;
        for (model, definition) in self.models.iter().filter(|(_, model)| model.managed) {
            let is_of =
                |kind: &Kind| matches!(kind, Kind::Plain(plain) if plain.sql_type.as_enum() == Some(name));
            if let Some(field) = definition.fields.iter().find(|field| is_of(&field.kind)) {
                return Err(refused(format!(
                    "`{model}.{}` is still a `{name}`; remove or alter that field before",
                    field.name
                )));
            }
        }
        Ok(())
    }

    pub(super) fn rename_enum(&mut self, from: &str, to: &str) -> Result<(), Error> {
        let mut own = self.enums.remove(from).ok_or_else(|| no_enum(from))?;
        to.clone_into(&mut own.name);
        self.create_enum(&own)?;
        self.columns_of(from).for_each(|plain| rename(&mut plain.sql_type, to));
        Ok(())
    }

    pub(super) fn add_enum_value(
        &mut self,
        name: &str,
        value: &str,
        before: Option<&str>,
    ) -> Result<(), Error> {
        let own = self.enums.get_mut(name).ok_or_else(|| no_enum(name))?;
        if own.labels.iter().any(|label| label == value) {
            return Err(refused(format!("the enum `{name}` has the label `{value}` already")));
        }
        let at = match before {
            None => own.labels.len(),
            Some(before) => place(own, before)?,
        };
        own.labels.insert(at, value.to_owned());
        Ok(())
    }

    pub(super) fn rename_enum_value(&mut self, name: &str, from: &str, to: &str) -> Result<(), Error> {
        let own = self.enums.get_mut(name).ok_or_else(|| no_enum(name))?;
        if own.labels.iter().any(|label| label == to) {
            return Err(refused(format!("the enum `{name}` has the label `{to}` already")));
        }
        let at = place(own, from)?;
        to.clone_into(&mut own.labels[at]);
        // PostgreSQL keeps a default by what it means, not by its text.
        let (from, to) = (quote_literal(from), quote_literal(to));
        for plain in self.columns_of(name) {
            if let Some(Default::Literal(literal)) = &mut plain.default
                && *literal == from
            {
                literal.clone_from(&to);
            }
        }
        Ok(())
    }

    pub(super) fn replace_enum(
        &mut self,
        name: &str,
        was: &[String],
        labels: &[String],
    ) -> Result<(), Error> {
        let own = self.enums.get_mut(name).ok_or_else(|| no_enum(name))?;
        if own.labels != was {
            return Err(refused(format!(
                "the labels of `{name}` are not ({}), as `was` says",
                was.join(", ")
            )));
        }
        own.labels = labels.to_vec();
        Ok(())
    }

    /// The columns that are of an enum, or of arrays of it.
    fn columns_of(&mut self, name: &str) -> impl Iterator<Item = &mut Plain> {
        let fields = self.models.values_mut().flat_map(|model| &mut model.fields);
        fields.filter_map(move |field| match &mut field.kind {
            Kind::Plain(plain) if plain.sql_type.as_enum() == Some(name) => Some(plain),
            _ => None,
        })
    }
}

fn rename(sql_type: &mut SqlType, to: &str) {
    match sql_type {
        SqlType::Enum(name) => to.clone_into(name),
        SqlType::Array(element) => rename(element, to),
        _ => {}
    }
}

fn place(own: &Enum, label: &str) -> Result<usize, Error> {
    let at = own.labels.iter().position(|known| known == label);
    at.ok_or_else(|| refused(format!("the enum `{}` has no label `{label}`", own.name)))
}

fn no_enum(name: &str) -> Error {
    refused(format!("there is no enum `{name}`"))
}
