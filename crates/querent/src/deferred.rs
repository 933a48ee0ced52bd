//! Fields of a model that are left out of its rows until they are asked for.
//!
//! Nothing here reaches the database: `load` has the verb.

mod keys;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::{Error, Kind, Result};
use crate::meta::{ColumnMeta, ModelMeta};
use crate::model::Key;
use crate::peers::{Loadable, Peer, Spot};
use crate::types::Param;
use crate::watch::Origin;

pub(crate) use keys::RowKey;

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
    value: OnceLock<Held<T>>,
    /// `None` for a field of an instance made by hand.
    of: Option<Field>,
    /// The field that is loaded together with those of other rows.
    peer: Option<Arc<Peer<Self>>>,
}

/// A value, its own or that of its peer.
#[derive(Clone)]
enum Held<T> {
    Own(T),
    Shared(Arc<Peer<Deferred<T>>>),
}

/// The field of a row.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) model: &'static ModelMeta,
    pub(crate) column: &'static ColumnMeta,
    /// The key of the row.
    pub(crate) key: Param,
    pub(crate) origin: Origin,
    /// The key, for queries by many of them; `None` where rows are not loaded for together.
    pub(crate) row: Option<RowKey>,
}

impl<T> Deferred<T> {
    /// A field with a value.
    pub fn new(value: impl Into<T>) -> Self {
        Deferred { value: OnceLock::from(Held::Own(value.into())), of: None, peer: None }
    }

    /// The value, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) unless it was asked for, loaded or set.
    pub fn loaded(&self) -> Result<&T> {
        self.value().ok_or_else(|| self.not_loaded())
    }

    /// As [`loaded`](Deferred::loaded), to change the value in place.
    ///
    /// # Errors
    ///
    /// As [`loaded`](Deferred::loaded).
    pub fn loaded_mut(&mut self) -> Result<&mut T>
    where
        T: Clone,
    {
        if !self.is_loaded() {
            return Err(self.not_loaded());
        }
        if let Some(Held::Shared(peer)) = self.value.get()
            && let Some(value) = peer.slot().value().cloned()
        {
            self.value = OnceLock::from(Held::Own(value));
        }
        match self.value.get_mut() {
            Some(Held::Own(value)) => Ok(value),
            Some(Held::Shared(_)) | None => unreachable!("it is loaded, and its own by now"),
        }
    }

    /// Whether the value is in memory.
    pub fn is_loaded(&self) -> bool {
        self.value().is_some()
    }

    /// The value, if it is in memory.
    pub(crate) fn value(&self) -> Option<&T> {
        match self.value.get()? {
            Held::Own(value) => Some(value),
            Held::Shared(peer) => peer.slot().value(),
        }
    }

    /// Gives it another value, whether it was loaded or not; `save` writes it.
    pub fn set(&mut self, value: impl Into<T>) {
        self.value = OnceLock::from(Held::Own(value.into()));
        self.peer = None;
    }

    /// Remembers the value; the first one stays.
    pub(crate) fn fill(&self, value: T) {
        self.value.get_or_init(|| Held::Own(value));
        if let Some(peer) = &self.peer {
            peer.settle();
        }
    }

    /// Remembers the value that its peer has, if that has one.
    pub(crate) fn take(&self, peer: Arc<Peer<Self>>) {
        if peer.slot().is_loaded() {
            self.value.get_or_init(|| Held::Shared(peer));
        }
    }

    /// A field like this one in which nothing is loaded, to be loaded together with others.
    pub(crate) fn twin(&self) -> Self {
        Deferred { value: OnceLock::new(), of: self.of.clone(), peer: None }
    }

    /// The field that is loaded together with those of other rows.
    pub(crate) fn peer(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer.as_ref()
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
    pub fn hydrate<K: Key>(
        value: Option<T>,
        model: &'static ModelMeta,
        column: usize,
        key: K,
        origin: Origin,
    ) -> Self
    where
        T: Send + Sync + 'static,
    {
        let column = &model.columns[column];
        let row = origin.peers().map(|_| RowKey::new(key.clone()));
        let value = value.map(|value| OnceLock::from(Held::Own(value))).unwrap_or_default();
        let of = Field { model, column, key: key.key_param(), origin, row };
        let mut field = Deferred { value, of: Some(of), peer: None };
        if let Some(Field { origin, .. }) = field.of.as_ref().filter(|_| !field.is_loaded()) {
            field.peer =
                origin.peers().and_then(|peers| peers.enter(Spot::Field(column.name), || field.twin()));
        }
        field
    }

    /// Where its row comes from.
    #[doc(hidden)]
    pub fn origin(&self) -> Option<&Origin> {
        self.of.as_ref().map(|field| &field.origin)
    }

    fn not_loaded(&self) -> Error {
        let text = match &self.of {
            None => "this field belongs to no row of the database, so nothing was loaded for it".to_owned(),
            Some(field) => {
                let (model, name) = (field.model.name, field.column.field);
                let with_the_query = with_the_query(field.model, field.column);
                format!(
                    "`{model}.{name}` is deferred and not loaded; {with_the_query}, or load it with `.load(&db).await`"
                )
            }
        };
        Error::new(Kind::NotLoaded, text)
    }
}

impl<T: Send + Sync + 'static> Loadable for Deferred<T> {
    fn is_filled(&self) -> bool {
        self.is_loaded()
    }
}

/// The call that loads a field with the rows that have it.
fn with_the_query(model: &'static ModelMeta, column: &'static ColumnMeta) -> String {
    let (handle, name, model) = (model.handle(), column.field, model.name);
    format!("add `.undefer(|{handle}| ({handle}.{name},))` to what loads `{model}`")
}

/// No value, and no row that has one.
impl<T> Default for Deferred<T> {
    fn default() -> Self {
        Deferred { value: OnceLock::new(), of: None, peer: None }
    }
}

impl<T: Clone> Clone for Deferred<T> {
    fn clone(&self) -> Self {
        Deferred { value: self.value.clone(), of: self.of.clone(), peer: self.peer.clone() }
    }
}

impl<T: PartialEq> PartialEq for Deferred<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl<T: Eq> Eq for Deferred<T> {}

impl<T: Hash> Hash for Deferred<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.value().hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for Deferred<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value() {
            Some(value) => f.debug_tuple("Deferred").field(value).finish(),
            None => f.write_str("Deferred(not loaded)"),
        }
    }
}

/// The value, `null` where it is not loaded.
impl<T: Serialize> Serialize for Deferred<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}
