//! A row, read column by column.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use crate::error::{Error, Kind, Result};
use crate::meta::{ColumnMeta, ModelMeta};
use crate::types::{Exactness, Raw, Unread, Value};
use crate::watch::{Origin, RowOf};

/// A row that is decoded from left to right, by position.
pub struct Reader<'a> {
    row: &'a Row,
    next: usize,
    /// Where the instances made of it come from.
    origin: RowOf<'a>,
    model: &'static ModelMeta,
    first: usize,
    /// Whether the columns are the model's, in its order.
    of_model: bool,
    deferred: Present<'a>,
    /// Where each of the columns is, if not in their order.
    places: Option<&'a [usize]>,
    /// Which columns of the model the row has, if it has only some.
    some: Option<&'a [usize]>,
}

/// Which deferred columns a row has.
#[derive(Clone, Copy)]
enum Present<'a> {
    Some(&'a [&'static ColumnMeta]),
    All,
}

impl<'a> Reader<'a> {
    /// Reads `row` from its first column; `origin` is where the instances made of it come from.
    pub(crate) fn new(row: &'a Row, model: &'static ModelMeta, origin: RowOf<'a>) -> Self {
        Reader {
            row,
            next: 0,
            origin,
            model,
            first: 0,
            of_model: true,
            deferred: Present::Some(&[]),
            places: None,
            some: None,
        }
    }

    /// The row has these deferred columns of the model, too.
    pub(crate) fn with(mut self, undeferred: &'a [&'static ColumnMeta]) -> Self {
        self.deferred = Present::Some(undeferred);
        self
    }

    /// The row has the columns that are read at these places, instead of one after the other.
    pub(crate) fn at(mut self, places: &'a [usize]) -> Self {
        self.places = Some(places);
        self
    }

    /// The row has every column of the model.
    pub(crate) fn whole(mut self) -> Self {
        self.deferred = Present::All;
        self
    }

    /// The row has these columns of the model, by their indices, in this order.
    pub(crate) fn some(mut self, columns: &'a [usize]) -> Self {
        self.some = Some(columns);
        self.whole()
    }

    /// Lets `read` read each of the columns that are left of those that the row has, by its index in the model.
    pub fn each(&mut self, mut read: impl FnMut(&mut Self, usize) -> Result<()>) -> Result<()> {
        let left = self.some.and_then(|columns| columns.get(self.next..)).unwrap_or_default();
        left.iter().try_for_each(|column| read(self, *column))
    }

    /// The value of a deferred column of `model`, the next one if the row has it.
    pub fn deferred<T: Value>(&mut self, model: &'static ModelMeta, column: usize) -> Result<Option<T>> {
        match self.has(&model.columns[column]) {
            true => self.value().map(Some),
            false => Ok(None),
        }
    }

    fn has(&self, column: &'static ColumnMeta) -> bool {
        match self.deferred {
            Present::All => true,
            Present::Some(some) => !column.deferred || some.iter().any(|own| std::ptr::eq(*own, column)),
        }
    }

    /// The next column's value.
    pub fn value<T: Value>(&mut self) -> Result<T> {
        let at = self.next;
        self.next += 1;
        if !self.of_model || self.places.is_some() {
            return self.other_value(at);
        }
        match self.row.try_get(at) {
            Ok(Held::<T, true>(value)) => Ok(value),
            Err(error) => Err(self.mismatch(at, at, error)),
        }
    }

    /// The value of a row that is no model's, or whose columns are not in their order.
    #[inline(never)] // for those of models, which are most
    fn other_value<T: Value>(&self, index: usize) -> Result<T> {
        let at = match self.places {
            None => index,
            Some(places) => places.get(index).copied().unwrap_or(usize::MAX), // no column, which is an error
        };
        let read = match self.is_exact(at) {
            true => self.row.try_get(at).map(|Held::<T, true>(value)| value),
            false => self.row.try_get(at).map(|Held::<T, false>(value)| value),
        };
        read.map_err(|error| self.mismatch(index, at, error))
    }

    /// Whether a column has its value as it is stored: those of a model, and in other rows those of a table.
    fn is_exact(&self, at: usize) -> bool {
        self.of_model || self.row.columns().get(at).is_some_and(|column| column.table_oid().is_some())
    }

    /// The next column's value in the driver's binary form; nothing is NULL.
    pub(crate) fn bytes(&mut self) -> Result<Option<&'a [u8]>> {
        let bytes: Option<Bytes<'a>> = self.ahead(0)?;
        self.next += 1;
        Ok(bytes.map(|Bytes(bytes)| bytes))
    }

    /// The value of the column `ahead` of the next one, as the driver reads it: a text is not copied.
    pub(crate) fn ahead<T: FromSql<'a>>(&self, ahead: usize) -> Result<T> {
        let at = self.next + ahead;
        self.row.try_get(at).map_err(|error| self.mismatch(at, at, error))
    }

    /// The value of the column `ahead` of the next one, an integer of any width.
    pub(crate) fn integer_ahead(&self, ahead: usize) -> Result<i64> {
        self.ahead(ahead).map(|Integer(integer)| integer)
    }

    /// Where the row comes from, for the slots of its instance.
    pub fn origin(&self) -> Origin {
        self.origin.origin()
    }

    /// Lets `read` read the next columns, which are those of another model, without the deferred ones but these; its row
    /// comes from `origin`.
    pub(crate) fn inside<T>(
        &mut self,
        model: &'static ModelMeta,
        origin: RowOf<'_>,
        undeferred: &[&'static ColumnMeta],
        read: impl FnOnce(&mut Reader<'_>) -> Result<T>,
    ) -> Result<T> {
        let (first, deferred) = (self.next, Present::Some(undeferred));
        let mut inside = Reader { origin, model, first, deferred, some: None, ..*self };
        let result = read(&mut inside);
        self.next = inside.next;
        result
    }

    /// Begins values that are not the model's columns.
    pub(crate) fn enter_values(&mut self) {
        self.of_model = false;
    }

    /// Whether the column `ahead` of the next one is NULL.
    pub(crate) fn is_null(&self, ahead: usize) -> bool {
        matches!(self.row.try_get::<_, Option<Bytes<'_>>>(self.next + ahead), Ok(None))
    }

    /// Passes over columns.
    pub(crate) fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    /// What is made of the next columns comes from `origin`.
    pub(crate) fn begin(&mut self, origin: RowOf<'a>) {
        self.first = self.next;
        self.origin = origin;
    }

    #[cold]
    fn mismatch(&self, index: usize, at: usize, error: tokio_postgres::Error) -> Error {
        let column = self.row.columns().get(at);
        let place = index.wrapping_sub(self.first);
        let meta = match self.some {
            Some(columns) => columns.get(place).and_then(|column| self.model.columns.get(*column)),
            None => self.model.columns.iter().filter(|column| self.has(column)).nth(place),
        };
        let place =
            match (meta.filter(|_| self.of_model), column.filter(|column| column.table_oid().is_some())) {
                (Some(meta), _) => format!("`{}.{}`", self.model.name, meta.field),
                (None, Some(column)) => {
                    format!("value {} of a row of `{}`, `{}`,", at + 1, self.model.name, column.name())
                }
                (None, None) => format!("value {} of a row of `{}`", at + 1, self.model.name),
            };
        let held = column.map_or("no column", |column| column.type_().name());
        Error::new(Kind::Decode, format!("{place} cannot hold what the database has there ({held})"))
            .caused_by(cause(error))
    }
}

impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("model", &self.model.name)
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

/// A value as its own type reads it.
struct Held<T, const EXACT: bool>(T);

impl<'a, T: Value, const EXACT: bool> FromSql<'a> for Held<T, EXACT> {
    fn from_sql(ty: &Type, bytes: &'a [u8]) -> Result<Self, Unread> {
        let exactness = if EXACT { Exactness::Exact } else { Exactness::Rounded };
        T::read(Some(Raw::new(ty, bytes, exactness))).map(Held)
    }

    fn from_sql_null(_: &Type) -> Result<Self, Unread> {
        T::read(None).map(Held)
    }

    fn accepts(_: &Type) -> bool {
        true // the value asks for its type itself
    }
}

/// Why a value was not read, without the driver's words around it.
fn cause(error: tokio_postgres::Error) -> Unread {
    match std::error::Error::source(&error).is_some() {
        true => error.into_source().unwrap_or_else(|| "a value was not read".into()),
        false => error.into(), // there is no such column
    }
}

/// An integer of any width.
struct Integer(i64);

impl<'a> FromSql<'a> for Integer {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        let integer = if let Ok(eight) = raw.try_into() {
            i64::from_be_bytes(eight)
        } else if let Ok(four) = raw.try_into() {
            i32::from_be_bytes(four).into()
        } else {
            i16::from_be_bytes(raw.try_into()?).into()
        };
        Ok(Integer(integer))
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT2 | Type::INT4 | Type::INT8)
    }
}

/// A value of any type, not yet read.
struct Bytes<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Bytes<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        Ok(Bytes(raw))
    }
    fn accepts(_: &Type) -> bool {
        true // the value asks for its type itself
    }
}
