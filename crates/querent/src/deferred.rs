//! Fields of a model that are left out of its rows until they are asked for.
//!
//! Nothing here reaches the database: `load` has the verb.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use crate::error::{Error, Kind, Result};
use crate::meta::{ColumnMeta, ModelMeta};
use crate::types::Param;
use crate::watch::Origin;

/// A field whose column is left out of rows until it is asked for.
///
/// Queries for instances do not select it unless [`undefer`](crate::QuerySet::undefer) says so; `load` fetches it for
/// one instance. In closures it is a column as any other, and drafts take a plain value. What was not loaded is never
/// written: [`save`](crate::Instance::save) writes the fields that are in memory.
///
/// Equality and hashes are those of the value: a loaded field differs from one that is not. `Debug` prints
/// `Deferred(not loaded)`; a field that is not loaded is serialized as `null`.
///
/// ```
/// use querent::prelude::*;
///
/// #[derive(Model, Debug)]
/// struct Article {
///     id: i64,
///     title: String,
///     body: Deferred<String>,
/// }
/// ```
pub struct Deferred<T> {
    value: OnceLock<T>,
    /// `None` for a field of an instance made by hand.
    of: Option<Field>,
}

/// The field of a row.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) model: &'static ModelMeta,
    pub(crate) column: &'static ColumnMeta,
    /// The key of the row.
    pub(crate) key: Param,
    pub(crate) origin: Origin,
}

impl<T> Deferred<T> {
    /// A field with a value.
    pub fn new(value: impl Into<T>) -> Self {
        Deferred { value: OnceLock::from(value.into()), of: None }
    }

    /// The value, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) unless it was asked for, loaded or set.
    pub fn loaded(&self) -> Result<&T> {
        self.value.get().ok_or_else(|| self.not_loaded())
    }

    /// As [`loaded`](Deferred::loaded), to change the value in place.
    ///
    /// # Errors
    ///
    /// As [`loaded`](Deferred::loaded).
    pub fn loaded_mut(&mut self) -> Result<&mut T> {
        if !self.is_loaded() {
            return Err(self.not_loaded());
        }
        Ok(self.value.get_mut().expect("it is loaded"))
    }

    /// Whether the value is in memory.
    pub fn is_loaded(&self) -> bool {
        self.value.get().is_some()
    }

    /// Gives it another value, whether it was loaded or not; `save` writes it.
    pub fn set(&mut self, value: impl Into<T>) {
        self.value = OnceLock::from(value.into());
    }

    /// Remembers the value; the first one stays.
    pub(crate) fn fill(&self, value: T) -> &T {
        self.value.get_or_init(|| value)
    }

    /// The field that it is.
    ///
    /// # Errors
    ///
    /// Misuse for fields of instances that are no rows of the database.
    pub(crate) fn field(&self) -> Result<&Field> {
        self.of.as_ref().ok_or_else(|| {
            Error::misuse(
                "this field belongs to an instance that is no row of the database: nothing can be loaded",
            )
        })
    }

    /// The field of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(
        value: Option<T>,
        model: &'static ModelMeta,
        column: usize,
        key: Param,
        origin: Origin,
    ) -> Self {
        let column = &model.columns[column];
        let value = value.map(OnceLock::from).unwrap_or_default();
        Deferred { value, of: Some(Field { model, column, key, origin }) }
    }

    fn not_loaded(&self) -> Error {
        let text = match &self.of {
            None => "this field belongs to no row of the database, so nothing was loaded for it".to_owned(),
            Some(field) => {
                let (model, name) = (field.model.name, field.column.field);
                format!(
                    "`{model}.{name}` is deferred and not loaded; add `.undefer(|{handle}| ({handle}.{name},))` to what \
                     loads `{model}`, or load it with `.load(&db).await`",
                    handle = field.model.handle(),
                )
            }
        };
        Error::new(Kind::NotLoaded, text)
    }
}

/// No value, and no row that has one.
impl<T> Default for Deferred<T> {
    fn default() -> Self {
        Deferred { value: OnceLock::new(), of: None }
    }
}

impl<T: Clone> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        Deferred { value: self.value.clone(), of: self.of.clone() }
    }
}

impl<T: PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value.get() == other.value.get()
    }
}

impl<T: Eq> Eq for Deferred<T> {}

impl<T: Hash> Hash for Deferred<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value.get().hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value.get() {
            Some(value) => f.debug_tuple("Deferred").field(value).finish(),
            None => f.write_str("Deferred(not loaded)"),
        }
    }
}

/// The value, `null` where it is not loaded.
impl<T: Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.get().serialize(serializer)
    }
}
