//! Slots that lead to at most one row.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::{Error, Kind, Result};
use crate::meta::RelationMeta;
use crate::model::{Model, OwnerKey};
use crate::watch::Origin;

use super::key::{KeyFor, Target};
use super::shared::Shared;

/// A foreign key to `T`, or to `Option<T>` where it can be NULL.
///
/// It holds the key and, once loaded, the row. Cloning shares the loaded row.
pub struct ForeignKey<T: Target> {
    key: T::Key,
    relation: Option<&'static RelationMeta>,
    row: OnceLock<Shared<T::Model>>,
    origin: Origin,
}

impl<T: Target> ForeignKey<T> {
    /// A key that points at `key`: a key, or a reference to an instance.
    pub fn new(key: impl KeyFor<T>) -> Self {
        ForeignKey { key: key.key(), relation: None, row: OnceLock::new(), origin: Origin::default() }
    }

    /// The raw key.
    pub fn key(&self) -> T::Key {
        self.key.clone()
    }

    /// Points at another row; what was loaded is forgotten.
    pub fn set(&mut self, key: impl KeyFor<T>) {
        self.key = key.key();
        self.row = OnceLock::new();
    }

    /// The related row, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`] unless it was selected, prefetched or loaded; a NULL key is loaded by nature.
    pub fn loaded(&self) -> Result<T::Loaded<'_>> {
        match self.known() {
            Known::Row(row) => Ok(T::present(row)),
            Known::Null(absent) => Ok(absent),
            Known::Nothing => Err(not_loaded(self.relation, "select_related")),
        }
    }

    /// Whether the related row is in memory.
    pub fn is_loaded(&self) -> bool {
        !matches!(self.known(), Known::Nothing)
    }

    /// What is known without I/O.
    pub(crate) fn known(&self) -> Known<'_, T> {
        match (self.row(), T::key_of(&self.key)) {
            (Some(row), _) => Known::Row(row),
            (None, None) => T::absent().map_or(Known::Nothing, Known::Null),
            (None, Some(_)) => Known::Nothing,
        }
    }

    /// A slot of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(key: T::Key, relation: &'static RelationMeta, origin: Origin) -> Self {
        ForeignKey { key, relation: Some(relation), row: OnceLock::new(), origin }
    }

    /// Takes a key that was read again; what was loaded is forgotten if it differs.
    #[doc(hidden)]
    pub fn refreshed(&mut self, key: T::Key) {
        if self.key != key {
            self.key = key;
            self.row = OnceLock::new();
        }
    }

    /// The key, unless it is NULL.
    pub(crate) fn target_key(&self) -> Option<&<T::Model as Model>::Key> {
        T::key_of(&self.key)
    }

    /// Remembers the row; the first one stays.
    pub(crate) fn fill(&self, row: Arc<T::Model>) -> &T::Model {
        self.row.get_or_init(|| Shared::new(row)).get()
    }

    /// The loaded row, if it is in memory.
    pub(crate) fn row(&self) -> Option<&T::Model> {
        self.row.get().map(Shared::get)
    }

    /// Where the row of this slot comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The relation, for slots of rows that were read.
    pub(crate) fn relation(&self) -> Option<&'static RelationMeta> {
        self.relation
    }
}

/// What a to-one slot knows without I/O.
pub(crate) enum Known<'a, T: Target> {
    /// The row is in memory.
    Row(&'a T::Model),
    /// The key is NULL.
    Null(T::Loaded<'a>),
    /// The key leads to a row that was not loaded.
    Nothing,
}

/// `NotLoaded`, with the call that would have loaded it.
pub(crate) fn not_loaded(relation: Option<&'static RelationMeta>, method: &str) -> Error {
    let text = match relation {
        None => "this relation belongs to no row of the database, so nothing was loaded for it".to_owned(),
        Some(relation) => {
            let handle = (relation.model)().name.chars().next().unwrap_or('r').to_ascii_lowercase();
            format!(
                "`{}` is not loaded; add `.{method}(|{handle}| {handle}.{})` to the query, or load it with \
                 `.load(&db).await`",
                relation.path(),
                relation.name
            )
        }
    };
    Error::new(Kind::NotLoaded, text)
}

impl<T: Target<Key: Default>> Default for ForeignKey<T> {
    fn default() -> Self {
        ForeignKey { key: T::Key::default(), relation: None, row: OnceLock::new(), origin: Origin::default() }
    }
}

impl<T: Target> Clone for ForeignKey<T> {
    fn clone(&self) -> Self {
        ForeignKey {
            key: self.key.clone(),
            relation: self.relation,
            row: self.row.clone(),
            origin: self.origin.clone(),
        }
    }
}

impl<T: Target> PartialEq for ForeignKey<T> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl<T: Target> Eq for ForeignKey<T> {}

impl<T: Target> Hash for ForeignKey<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl<T: Target> fmt::Debug for ForeignKey<T>
where
    <T::Model as Model>::Key: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target_key() {
            Some(key) => write!(f, "ForeignKey({key:?}")?,
            None => write!(f, "ForeignKey(NULL")?,
        }
        f.write_str(if self.row.get().is_some() { ", loaded)" } else { ")" })
    }
}

impl<T: Target> Serialize for ForeignKey<T>
where
    T::Model: Serialize,
    <T::Model as Model>::Key: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.row() {
            Some(row) => row.serialize(serializer),
            None => self.target_key().serialize(serializer),
        }
    }
}

/// A one-to-one to `T`, or to `Option<T>` where it can be NULL: a foreign key with a unique constraint.
pub struct OneToOne<T: Target>(ForeignKey<T>);

impl<T: Target> OneToOne<T> {
    /// A key that points at `key`: a key, or a reference to an instance.
    pub fn new(key: impl KeyFor<T>) -> Self {
        OneToOne(ForeignKey::new(key))
    }

    /// A slot of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(key: T::Key, relation: &'static RelationMeta, origin: Origin) -> Self {
        OneToOne(ForeignKey::hydrate(key, relation, origin))
    }
}

impl<T: Target> Deref for OneToOne<T> {
    type Target = ForeignKey<T>;
    fn deref(&self) -> &ForeignKey<T> {
        &self.0
    }
}

impl<T: Target> DerefMut for OneToOne<T> {
    fn deref_mut(&mut self) -> &mut ForeignKey<T> {
        &mut self.0
    }
}

impl<T: Target<Key: Default>> Default for OneToOne<T> {
    fn default() -> Self {
        OneToOne(ForeignKey::default())
    }
}

impl<T: Target> Clone for OneToOne<T> {
    fn clone(&self) -> Self {
        OneToOne(self.0.clone())
    }
}

impl<T: Target> PartialEq for OneToOne<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T: Target> Eq for OneToOne<T> {}

impl<T: Target> Hash for OneToOne<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<T: Target> fmt::Debug for OneToOne<T>
where
    <T::Model as Model>::Key: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.target_key() {
            Some(key) => write!(f, "OneToOne({key:?}")?,
            None => write!(f, "OneToOne(NULL")?,
        }
        f.write_str(if self.row().is_some() { ", loaded)" } else { ")" })
    }
}

impl<T: Target> Serialize for OneToOne<T>
where
    T::Model: Serialize,
    <T::Model as Model>::Key: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The other side of a one-to-one: the row that points here, if there is one.
pub struct HasOne<T: Model> {
    relation: Option<&'static RelationMeta>,
    owner: OwnerKey,
    row: OnceLock<Option<Shared<T>>>,
    origin: Origin,
}

impl<T: Model> HasOne<T> {
    /// The row that points here, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`] unless it was selected, prefetched or loaded.
    pub fn loaded(&self) -> Result<Option<&T>> {
        match self.row.get() {
            Some(row) => Ok(row.as_ref().map(Shared::get)),
            None => Err(not_loaded(self.relation, "select_related")),
        }
    }

    /// Whether it is known in memory which row points here.
    pub fn is_loaded(&self) -> bool {
        self.row.get().is_some()
    }

    /// A slot of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
        HasOne { relation: Some(relation), owner, row: OnceLock::new(), origin }
    }

    /// Remembers the row, or that there is none; the first answer stays.
    pub(crate) fn fill(&self, row: Option<Arc<T>>) -> Option<&T> {
        self.row.get_or_init(|| row.map(Shared::new)).as_ref().map(Shared::get)
    }

    /// The key of the instance it belongs to.
    pub(crate) fn owner(&self) -> &OwnerKey {
        &self.owner
    }

    /// Where the row of this slot comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The relation, for slots of rows that were read.
    pub(crate) fn relation(&self) -> Option<&'static RelationMeta> {
        self.relation
    }
}

impl<T: Model> Default for HasOne<T> {
    fn default() -> Self {
        HasOne { relation: None, owner: OwnerKey::None, row: OnceLock::new(), origin: Origin::default() }
    }
}

impl<T: Model> Clone for HasOne<T> {
    fn clone(&self) -> Self {
        HasOne {
            relation: self.relation,
            owner: self.owner.clone(),
            row: self.row.clone(),
            origin: self.origin.clone(),
        }
    }
}

impl<T: Model> PartialEq for HasOne<T> {
    fn eq(&self, other: &Self) -> bool {
        self.owner == other.owner
    }
}

impl<T: Model> Eq for HasOne<T> {}

impl<T: Model> Hash for HasOne<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.owner.hash(state);
    }
}

impl<T: Model> fmt::Debug for HasOne<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loaded = if self.is_loaded() { ", loaded" } else { "" };
        write!(f, "HasOne(of {}{loaded})", self.owner)
    }
}

/// The loaded row nested, `null` without one.
impl<T: Model + Serialize> Serialize for HasOne<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.row.get().and_then(Option::as_ref).map(Shared::get).serialize(serializer)
    }
}
