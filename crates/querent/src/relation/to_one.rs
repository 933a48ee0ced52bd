//! Slots that hold the key of at most one row.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::{Error, Kind, Result};
use crate::meta::RelationMeta;
use crate::model::Model;
use crate::peers::{Loadable, Peer, Spot};
use crate::watch::Origin;

use super::key::{KeyFor, Target};
use super::not_loaded::not_loaded;
use super::shared::Shared;

/// A foreign key to `T`, or to `Option<T>` where it can be NULL.
///
/// It holds the key and, once loaded, the row. Cloning shares the loaded row. It is serialized as the loaded row, nested; as
/// the key where that is not loaded; as `null` where the key is NULL.
pub struct ForeignKey<T: Target> {
    key: T::Key,
    relation: Option<&'static RelationMeta>,
    /// `None` in it: it was asked for, and there is none.
    row: OnceLock<Option<Shared<T::Model>>>,
    origin: Origin,
    /// The slot that is loaded together with those of other rows.
    peer: Option<Arc<Peer<Self>>>,
}

impl<T: Target> ForeignKey<T> {
    /// A key that points at `key`: a key, or a reference to an instance.
    pub fn new(key: impl KeyFor<T>) -> Self {
        ForeignKey {
            key: key.key(),
            relation: None,
            row: OnceLock::new(),
            origin: Origin::default(),
            peer: None,
        }
    }

    /// The raw key.
    pub fn key(&self) -> T::Key {
        self.key.clone()
    }

    /// Points at another row; what was loaded is forgotten.
    pub fn set(&mut self, key: impl KeyFor<T>) {
        self.key = key.key();
        self.row = OnceLock::new();
        self.peer = None;
    }

    /// The related row, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`] unless it was selected, prefetched or loaded; a NULL key always counts as loaded.
    /// [`Kind::DoesNotExist`] where a prefetch has left the row out by a filter of its own, and the key cannot be NULL.
    pub fn loaded(&self) -> Result<T::Loaded<'_>> {
        self.look();
        match self.known() {
            Known::Row(row) => Ok(T::present(row)),
            Known::Absent(absent) => Ok(absent),
            Known::Missing => Err(self.is_missing()),
            Known::Unloaded(_) => Err(not_loaded(self.relation)),
        }
    }

    /// Whether the related row is in memory, or known not to be there.
    pub fn is_loaded(&self) -> bool {
        matches!(self.known(), Known::Row(_) | Known::Absent(_))
    }

    /// Tells the watch that somebody looks at the row.
    fn look(&self) {
        if let Some(relation) = self.relation {
            self.origin.looked_at(relation);
        }
    }

    /// What is known without I/O.
    pub(crate) fn known(&self) -> Known<'_, T> {
        match (self.row.get(), self.target_key()) {
            (Some(Some(row)), _) => Known::Row(row.get()),
            (None, Some(key)) => Known::Unloaded(key),
            (Some(None), _) | (None, None) => T::absent().map_or(Known::Missing, Known::Absent),
        }
    }

    fn is_missing(&self) -> Error {
        let relation =
            self.relation.map_or_else(|| "this relation".to_owned(), |r| format!("`{}`", r.path()));
        let text = format!(
            "{relation} was loaded with its rows, and no `{}` was found with this key: the filter of its prefetch left \
             the row out, or there is none",
            T::Model::META.name
        );
        Error::new(Kind::DoesNotExist, text)
    }

    /// A slot of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(key: T::Key, relation: &'static RelationMeta, origin: Origin) -> Self {
        let mut slot = ForeignKey { key, relation: Some(relation), row: OnceLock::new(), origin, peer: None };
        if let Some(peers) = slot.origin.peers().filter(|_| slot.target_key().is_some()) {
            slot.peer = peers.enter(Spot::Relation(relation.index), || slot.twin());
        }
        slot
    }

    /// A slot like this one in which nothing is loaded, to be loaded together with others.
    pub(crate) fn twin(&self) -> Self {
        let (key, origin) = (self.key.clone(), self.origin.clone());
        ForeignKey { key, relation: self.relation, row: OnceLock::new(), origin, peer: None }
    }

    /// The slot that is loaded together with those of other rows.
    pub(crate) fn peer(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer.as_ref()
    }

    /// Remembers the row that its twin has, if that has one.
    pub(crate) fn take(&self, twin: &Self) {
        if let Some(Some(row)) = twin.row.get() {
            self.row.get_or_init(|| Some(row.clone()));
        }
    }

    /// The key, unless it is NULL.
    pub(crate) fn target_key(&self) -> Option<&<T::Model as Model>::Key> {
        T::key_of(&self.key)
    }

    /// Remembers the row, or that there is none; the first answer stays.
    pub(crate) fn fill(&self, row: Option<Arc<T::Model>>) {
        self.row.get_or_init(|| row.map(Shared::new));
        if let Some(peer) = &self.peer {
            peer.settle();
        }
    }

    /// The loaded row, if it is in memory.
    pub(crate) fn row(&self) -> Option<&T::Model> {
        self.row.get().and_then(Option::as_ref).map(Shared::get)
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

impl<T: Target> Loadable for ForeignKey<T> {
    fn is_filled(&self) -> bool {
        self.row.get().is_some()
    }
}

/// What a to-one slot knows without I/O.
pub(crate) enum Known<'a, T: Target> {
    /// The row is in memory.
    Row(&'a T::Model),
    /// There is none, which may be.
    Absent(T::Loaded<'a>),
    /// It was asked for and not found, though there must be one.
    Missing,
    /// The key of a row that was not loaded.
    Unloaded(&'a <T::Model as Model>::Key),
}

impl<T: Target<Key: Default>> Default for ForeignKey<T> {
    fn default() -> Self {
        ForeignKey {
            key: T::Key::default(),
            relation: None,
            row: OnceLock::new(),
            origin: Origin::default(),
            peer: None,
        }
    }
}

impl<T: Target> Clone for ForeignKey<T> {
    fn clone(&self) -> Self {
        ForeignKey {
            key: self.key.clone(),
            relation: self.relation,
            row: self.row.clone(),
            origin: self.origin.clone(),
            peer: self.peer.clone(),
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
        f.write_str(if self.row().is_some() { ", loaded)" } else { ")" })
    }
}

impl<T: Target> Serialize for ForeignKey<T>
where
    T::Model: Serialize,
    <T::Model as Model>::Key: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.look();
        match self.row() {
            Some(row) => row.serialize(serializer),
            None => self.target_key().serialize(serializer),
        }
    }
}
