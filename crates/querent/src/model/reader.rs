//! A row, read column by column.

use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, Type};

use crate::error::{Error, Kind, Result};
use crate::meta::ModelMeta;
use crate::types::{Base, Scalar, Value};
use crate::watch::Origin;

/// A row that is decoded from left to right, by position.
pub struct Reader<'a> {
    row: &'a Row,
    next: usize,
    origin: Origin,
    model: &'static ModelMeta,
    first: usize,
    /// Whether the columns are the model's, in its order.
    of_model: bool,
}

impl<'a> Reader<'a> {
    /// Reads `row` from its first column; `origin` is where the instances made of it come from.
    pub(crate) fn new(row: &'a Row, model: &'static ModelMeta, origin: Origin) -> Self {
        Reader { row, next: 0, origin, model, first: 0, of_model: true }
    }

    /// The next column's value.
    pub fn value<T: Value>(&mut self) -> Result<T> {
        let at = self.next;
        self.next += 1;
        self.row.try_get(at).map(|Held(value)| value).map_err(|error| self.mismatch(at, error))
    }

    /// The next column's value as a text that is not copied.
    pub(crate) fn text(&mut self) -> Result<&'a str> {
        let at = self.next;
        self.next += 1;
        self.row.try_get(at).map_err(|error| self.mismatch(at, error))
    }

    /// The next column's value, an integer of any width.
    pub(crate) fn integer(&mut self) -> Result<i64> {
        match self.row.columns().get(self.next).map(|column| column.type_()) {
            Some(ty) if *ty == Type::INT2 => self.value::<i16>().map(i64::from),
            Some(ty) if *ty == Type::INT4 => self.value::<i32>().map(i64::from),
            _ => self.value(),
        }
    }

    /// Where the row comes from, for the slots of its instance.
    pub fn origin(&self) -> Origin {
        self.origin.clone()
    }

    /// Begins the columns of another model, whose rows come from `origin`.
    pub(crate) fn enter(&mut self, model: &'static ModelMeta, origin: Origin) {
        self.model = model;
        self.first = self.next;
        self.origin = origin;
    }

    /// Begins values that are not the model's columns.
    pub(crate) fn enter_values(&mut self) {
        self.of_model = false;
    }

    /// Whether the column `ahead` of the next one is NULL.
    pub(crate) fn is_null(&self, ahead: usize) -> bool {
        matches!(self.row.try_get::<_, Option<Present>>(self.next + ahead), Ok(None))
    }

    /// Passes over columns.
    pub(crate) fn skip(&mut self, columns: usize) {
        self.next += columns;
    }

    fn mismatch(&self, at: usize, error: tokio_postgres::Error) -> Error {
        let column = self.model.columns.get(at.wrapping_sub(self.first));
        let place = match column.filter(|_| self.of_model) {
            Some(column) => format!("`{}.{}`", self.model.name, column.field),
            None => format!("value {} of a row of `{}`", at + 1, self.model.name),
        };
        let held = self.row.columns().get(at).map(|column| column.type_().name()).unwrap_or("no column");
        Error::new(Kind::Decode, format!("{place} cannot hold what the database has there ({held})"))
            .caused_by(error)
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

/// A value that is read only if its type can hold it.
struct Held<T>(T);

impl<'a, T: Value> FromSql<'a> for Held<T> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        if !Base::<T>::holds(raw) {
            return Err("the value is out of the type's range".into());
        }
        T::from_sql(ty, raw).map(Held)
    }
    fn from_sql_null(ty: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        T::from_sql_null(ty).map(Held)
    }
    fn accepts(ty: &Type) -> bool {
        <T as FromSql<'_>>::accepts(ty)
    }
}

/// A value of any type, of which only its presence matters.
struct Present;

impl<'a> FromSql<'a> for Present {
    fn from_sql(_: &Type, _: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Present)
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}
