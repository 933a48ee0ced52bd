//! Reading a table of a migration file key by key.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::nearest::{meant, nearest};
use crate::error::{Error, Kind};

/// A migration file, as errors name it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'t> {
    /// `shop/0002_sku.toml`.
    pub(super) path: &'t str,
    pub(super) text: &'t str,
}

impl Source<'_> {
    /// An error that says which file and line.
    pub(super) fn error(&self, place: Range<usize>, message: impl AsRef<str>) -> Error {
        let start = place.start.min(self.text.len());
        let line = self.text.as_bytes()[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
        Error::new(Kind::File, format!("{}, line {line}: {}", self.path, message.as_ref()))
    }
}

/// A table that is read key by key; what is not read is an error at the end.
pub(super) struct Reader<'t> {
    source: Source<'t>,
    /// `operation 3 (add_field)`.
    what: String,
    table: &'t DeTable<'t>,
    place: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(
        source: Source<'t>,
        what: impl Into<String>,
        table: &'t DeTable<'t>,
        place: Range<usize>,
    ) -> Self {
        Reader { source, what: what.into(), table, place, asked: RefCell::default() }
    }

    /// An error about the whole table.
    pub(super) fn error(&self, message: impl AsRef<str>) -> Error {
        self.error_at(self.place.clone(), message)
    }

    /// An error about a key that is not there, and one that may be meant to be it.
    pub(super) fn missing(&self, key: &'static str, message: impl AsRef<str>) -> Error {
        let asked = self.asked.borrow();
        let unread = |other: &&str| *other != key && !asked.contains(other);
        let others = self.table.keys().map(|other| &**other.get_ref()).filter(unread);
        match nearest(key, others) {
            Some(other) => self.error(format!("{}; did you mean `{key}` by `{other}`?", message.as_ref())),
            None => self.error(message),
        }
    }

    /// An error about a key, where the table has it.
    pub(super) fn error_of(&self, key: &str, message: impl AsRef<str>) -> Error {
        let place = self.table.get(key).map_or(self.place.clone(), Spanned::span);
        self.error_at(place, message)
    }

    fn error_at(&self, place: Range<usize>, message: impl AsRef<str>) -> Error {
        self.source.error(place, format!("{}: {}", self.what, message.as_ref()))
    }

    fn get(&self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Refuses a file of another format.
    pub(super) fn format(&self, known: &str) -> Result<(), Error> {
        match self.get("format").map(Spanned::get_ref) {
            Some(DeValue::Integer(format)) if format.as_str() == known => Ok(()),
            None => Err(self.error(format!("`format = {known}` is missing"))),
            Some(_) => {
                Err(self.error_of("format", format!("this version reads files of format {known} alone")))
            }
        }
    }

    /// The text of a key.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<String>, Error> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => match value.get_ref().as_str() {
                Some(text) => Ok(Some(text.to_owned())),
                None => Err(self.error_at(value.span(), format!("`{key}` is a text in quotes"))),
            },
        }
    }

    pub(super) fn required(&self, key: &'static str) -> Result<String, Error> {
        self.text(key)?.ok_or_else(|| self.missing(key, format!("`{key}` is missing")))
    }

    /// The text of a key as something else that is written as text.
    pub(super) fn parsed<T: std::str::FromStr<Err = Error>>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, Error> {
        let text = self.text(key)?;
        let parsed = text.map(|text| text.parse()).transpose();
        parsed.map_err(|error: Error| self.error_of(key, error.to_string()))
    }

    /// Whether a key is true; without it, it is `otherwise`.
    pub(super) fn flag(&self, key: &'static str, otherwise: Flag) -> Result<bool, Error> {
        match self.get(key) {
            None => Ok(otherwise == Flag::Set),
            Some(value) => match value.get_ref().as_bool() {
                Some(flag) => Ok(flag),
                None => Err(self.error_at(value.span(), format!("`{key}` is true or false"))),
            },
        }
    }

    /// The values of a list; without the key there are none.
    pub(super) fn list(&self, key: &'static str) -> Result<Vec<&'t Spanned<DeValue<'t>>>, Error> {
        match self.get(key) {
            None => Ok(Vec::new()),
            Some(value) => match value.get_ref().as_array() {
                Some(array) => Ok(array.iter().collect()),
                None => Err(self.error_at(
                    value.span(),
                    format!("`{key}` is a list: `[[{key}]]`, or values in brackets"),
                )),
            },
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Result<Vec<String>, Error> {
        let text = |value: &Spanned<DeValue<'_>>| match value.get_ref().as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(self.error_at(value.span(), format!("`{key}` is a list of texts in quotes"))),
        };
        self.list(key)?.into_iter().map(text).collect()
    }

    /// A list of tables, each read by `read`, which must read all of it.
    pub(super) fn tables<T>(
        &self,
        key: &'static str,
        read: impl Fn(&Reader<'t>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        self.list(key)?.into_iter().map(|value| self.inner(key, value, &read)).collect()
    }

    /// A table, read by `read`, which must read all of it.
    pub(super) fn table<T>(
        &self,
        key: &'static str,
        read: impl Fn(&Reader<'t>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = self.get(key).ok_or_else(|| self.missing(key, format!("`{key}` is missing")))?;
        self.inner(key, value, read)
    }

    /// A table of text inside of this one.
    pub(super) fn inner<T>(
        &self,
        key: &'static str,
        value: &'t Spanned<DeValue<'t>>,
        read: impl Fn(&Reader<'t>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some(table) = value.get_ref().as_table() else {
            return Err(self.error_at(value.span(), format!("`{key}` holds tables in braces")));
        };
        let what = match table.get("name").and_then(|name| name.get_ref().as_str()) {
            Some(name) => format!("{}, `{name}`", self.what),
            None => self.what.clone(),
        };
        let reader = Reader::new(self.source, what, table, value.span());
        let read = read(&reader)?;
        reader.finish()?;
        Ok(read)
    }

    /// Refuses keys that nobody has read.
    pub(super) fn finish(&self) -> Result<(), Error> {
        let asked = self.asked.borrow();
        let unknown = self.table.keys().find(|key| !asked.iter().any(|known| known == key.get_ref()));
        match unknown {
            None => Ok(()),
            Some(key) => Err(self.error_at(
                key.span(),
                format!("there is no key `{}` here; {}", key.get_ref(), meant(key.get_ref(), &asked)),
            )),
        }
    }
}

/// What a flag is that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Set,
    NotSet,
}
