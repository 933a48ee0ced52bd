//! Extensions and enums that come, change and go.

use querent_schema::{Default, Enum, Schema, quote_identifier, quote_literal};

use super::enumeration;
use super::rename::{Object, Renaming, scratch};
use super::request::Labels;
use super::work::Work;

/// Gives an enum the labels that it has afterwards, where a statement of its own does that.
pub(super) fn relabel(before: &mut Schema, labels: Labels<'_>) {
    match labels {
        Labels::Replaced => {}
        Labels::Added { name, value, before: next } => {
            for own in before.enums.iter_mut().filter(|own| own.name == name) {
                let place = own.labels.iter().position(|label| Some(label.as_str()) == next);
                own.labels.insert(place.unwrap_or(own.labels.len()), value.to_owned());
            }
        }
        Labels::Renamed { name, from, to } => {
            let own = before.enums.iter_mut().filter(|own| own.name == name);
            let labels = own.flat_map(|own| &mut own.labels);
            labels.filter(|label| *label == from).for_each(|label| to.clone_into(label));
            relabel_defaults(before, name, (from, to));
        }
    }
}

/// PostgreSQL keeps a default by what it means, not by its text.
fn relabel_defaults(before: &mut Schema, name: &str, (from, to): (&str, &str)) {
    let literal = |label| Some(Default::Literal(quote_literal(label)));
    let (from, to) = (literal(from), literal(to));
    let columns = before.tables.iter_mut().flat_map(|table| &mut table.columns);
    let own = columns.filter(|column| column.sql_type.as_enum() == Some(name));
    own.filter(|column| column.default == from).for_each(|column| column.default.clone_from(&to));
}

/// The enums that are there with other labels.
pub(super) fn replaced<'a>(before: &Schema, after: &'a Schema) -> Vec<&'a Enum> {
    let differs = |own: &Enum| before.enums.iter().any(|other| other.name == own.name && other != own);
    after.enums.iter().filter(|own| differs(own)).collect()
}

impl Work<'_> {
    pub(super) fn extensions(&mut self) {
        for name in missing(&self.request.after.extensions, &self.request.before.extensions) {
            self.script.push(format!("CREATE EXTENSION IF NOT EXISTS {}", quote_identifier(name)), &[]);
        }
    }

    pub(super) fn drop_extensions(&mut self) {
        for name in missing(&self.request.before.extensions, &self.request.after.extensions) {
            self.script.push(format!("DROP EXTENSION IF EXISTS {}", quote_identifier(name)), &[]);
        }
    }

    pub(super) fn labels(&mut self) {
        let sql = match self.request.labels {
            Labels::Replaced => return,
            Labels::Added { name, value, before } => enumeration::add_value(name, value, before),
            Labels::Renamed { name, from, to } => enumeration::rename_value(name, from, to),
        };
        self.script.push(sql, &[]);
    }

    /// Those that come, and those that take the place of others.
    pub(super) fn create_enums(&mut self, replaced: &[&Enum]) {
        let is_new = |own: &&Enum| !self.before.enums.iter().any(|other| other.name == own.name);
        for own in self.request.after.enums.iter().filter(is_new) {
            self.script.push(enumeration::create(own), &[]);
        }
        for own in replaced {
            let aside = Renaming::new(Object::Type, &own.name, &scratch(&own.name));
            self.script.push(aside.sql(), &[]);
            self.script.push(enumeration::create(own), &[]);
        }
    }

    pub(super) fn drop_enums(&mut self, replaced: &[&Enum]) {
        for own in replaced {
            self.script.push(enumeration::drop(&scratch(&own.name)), &[]);
        }
        let goes = |own: &&Enum| !self.request.after.enums.iter().any(|other| other.name == own.name);
        for own in self.before.enums.iter().filter(goes) {
            self.script.push(enumeration::drop(&own.name), &[]);
        }
    }
}

/// The names of the first list that are not in the second.
fn missing<'l>(names: &'l [String], others: &'l [String]) -> impl Iterator<Item = &'l String> {
    names.iter().filter(|name| !others.contains(name))
}
