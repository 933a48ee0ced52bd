//! What a change of a schema is asked for.

use querent_schema::state::ModelName;
use querent_schema::{Renames, Schema, SqlType, State, rename_column};

use super::cast::{Cast, cast};
use super::index::Build;
use crate::error::{Error, Result};

/// Two schemas, and what only the operation between them knows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) before: &'a Schema,
    pub(super) after: &'a Schema,
    pub(super) renames: &'a Renames,
    pub(super) labels: Labels<'a>,
    pub(super) build: Build,
    /// The column that `one_off` and `using` are about.
    pub(super) column: Option<Place<'a>>,
    /// What the rows that are there get where they have nothing.
    pub(super) one_off: Option<&'a str>,
    /// How a value gets the new type.
    pub(super) using: Option<&'a str>,
    pub(super) direction: Direction,
    /// The models, for errors to speak of.
    pub(super) models: Option<&'a State>,
}

/// A column of a table, by their names afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) table: &'a str,
    pub(super) column: &'a str,
}

/// Which way an operation is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Forwards,
    /// What was thrown away comes back empty, and values return by any cast that there is.
    Backwards,
}

/// What becomes of the labels of an enum, where they need not be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Labels<'a> {
    Replaced,
    Added { name: &'a str, value: &'a str, before: Option<&'a str> },
    Renamed { name: &'a str, from: &'a str, to: &'a str },
}

/// The types of a column before and afterwards.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retype<'a> {
    pub(super) from: &'a SqlType,
    pub(super) to: &'a SqlType,
}

impl<'a> Request<'a> {
    /// The change of one schema into another, forwards and with nothing else to know.
    pub(super) fn new(before: &'a Schema, after: &'a Schema, renames: &'a Renames) -> Self {
        Request {
            before,
            after,
            renames,
            labels: Labels::Replaced,
            build: Build::Plain,
            column: None,
            one_off: None,
            using: None,
            direction: Direction::Forwards,
            models: None,
        }
    }

    /// What the rows that are there get in a column, where the operation says so.
    pub(super) fn one_off(&self, place: Place<'_>) -> Option<&'a str> {
        self.one_off.filter(|_| self.column == Some(place))
    }

    /// The expression of `USING` for a column that gets another type, where there is one.
    ///
    /// # Errors
    ///
    /// [`Kind::Using`](crate::Kind::Using) if PostgreSQL does not know how and nobody says it.
    pub(super) fn using(&self, place: Place<'_>, types: Retype<'_>) -> Result<Option<String>> {
        if let Some(using) = self.given_using(place, 0) {
            return Ok(Some(using));
        }
        let found = cast(types.from, types.to);
        let told = match (found, self.direction) {
            (Cast::None, _) => false,
            (Cast::Explicit, direction) => direction == Direction::Backwards,
            (Cast::Assignment | Cast::Zone, _) => true,
        };
        if told {
            return Ok(found.using(place.column, types.from, types.to));
        }
        let (from, to) = (types.from, types.to);
        Err(match self.direction {
            Direction::Forwards => Error::using(format!(
                "{} becomes {to} and was {from}, which PostgreSQL does not turn into it by itself; say how by `using`",
                self.spoken(place)
            )),
            Direction::Backwards => Error::irreversible(format!(
                "{} was {to} and is {from}, and PostgreSQL has no cast back; write a migration that goes there",
                self.spoken(place)
            )),
        })
    }

    /// The `using` of the operation for its column, and for those that hold keys from it.
    fn given_using(&self, place: Place<'_>, depth: usize) -> Option<String> {
        let (column, using) = (self.column?, self.using?);
        if column == place {
            return Some(using.to_owned());
        }
        let table = self.after.tables.iter().find(|table| table.name == place.table)?;
        let key = table.foreign_keys.iter().find(|key| key.columns == [place.column])?;
        let [to] = key.to_columns.as_slice() else { return None };
        let target = Place { table: &key.to_table, column: to };
        let deeper = depth < self.after.tables.len();
        let using = if deeper { self.given_using(target, depth + 1) } else { None }?;
        Some(rename_column(&using, to, place.column))
    }

    /// A column as people call it: by model and field.
    fn spoken(&self, place: Place<'_>) -> String {
        let field = self.models.and_then(|models| field_of(models, place));
        field.unwrap_or_else(|| format!("`{}`.`{}`", place.table, place.column))
    }
}

fn field_of(models: &State, place: Place<'_>) -> Option<String> {
    let (name, model): (&ModelName, _) =
        models.models.iter().find(|(_, model)| model.table == place.table)?;
    let field = model.fields.iter().find(|field| field.column() == Some(place.column))?;
    Some(format!("`{name}.{}`", field.name))
}
