//! The other side of a one-to-one.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::Result;
use crate::meta::RelationMeta;
use crate::model::{Model, OwnerKey};
use crate::peers::{Loadable, Peer};
use crate::watch::Origin;

use super::not_loaded::not_loaded;
use super::owned::Owned;
use super::shared::Shared;

/// The other side of a one-to-one: the row that points here, if there is one.
///
/// It is Django's reverse relation, and the field's name is the `related_name`.
pub struct HasOne<T: Model> {
    of: Owned,
    row: OnceLock<Option<Shared<T>>>,
    /// The slot that is loaded together with those of other rows.
    peer: Option<Arc<Peer<Self>>>,
}

impl<T: Model> HasOne<T> {
    /// The row that points here, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) unless it was selected, prefetched or loaded.
    pub fn loaded(&self) -> Result<Option<&T>> {
        self.of.look();
        match self.row.get() {
            Some(row) => Ok(row.as_ref().map(Shared::get)),
            None => Err(not_loaded(self.of.known_relation())),
        }
    }

    /// Whether it is known in memory which row points here.
    pub fn is_loaded(&self) -> bool {
        self.row.get().is_some()
    }

    /// A slot of a row that was read from the database.
    #[doc(hidden)]
    pub fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
        let mut slot =
            HasOne { of: Owned::hydrate(owner, relation, origin), row: OnceLock::new(), peer: None };
        slot.peer = slot.of.enter(|| slot.twin());
        slot
    }

    /// A slot like this one in which nothing is loaded, to be loaded together with others.
    pub(crate) fn twin(&self) -> Self {
        HasOne { of: self.of.clone(), row: OnceLock::new(), peer: None }
    }

    /// The slot that is loaded together with those of other rows.
    pub(crate) fn peer(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer.as_ref()
    }

    /// Remembers what its twin knows.
    pub(crate) fn take(&self, twin: &Self) {
        if let Some(row) = twin.row.get() {
            self.row.get_or_init(|| row.clone());
        }
    }

    /// Remembers the row, or that there is none; the first answer stays.
    pub(crate) fn fill(&self, row: Option<Arc<T>>) {
        self.row.get_or_init(|| row.map(Shared::new));
        if let Some(peer) = &self.peer {
            peer.settle();
        }
    }

    /// The row, if it is in memory.
    pub(crate) fn row(&self) -> Option<&T> {
        self.row.get().and_then(Option::as_ref).map(Shared::get)
    }

    /// Forgets what was loaded: so before a write through the relation.
    pub(crate) fn forget(&mut self) {
        self.row = OnceLock::new();
        self.peer = None;
    }

    /// The instance that it belongs to.
    pub(crate) fn of(&self) -> &Owned {
        &self.of
    }
}

impl<T: Model> Loadable for HasOne<T> {
    fn is_filled(&self) -> bool {
        self.row.get().is_some()
    }
}

impl<T: Model> Default for HasOne<T> {
    fn default() -> Self {
        HasOne { of: Owned::default(), row: OnceLock::new(), peer: None }
    }
}

impl<T: Model> Clone for HasOne<T> {
    fn clone(&self) -> Self {
        HasOne { of: self.of.clone(), row: self.row.clone(), peer: self.peer.clone() }
    }
}

impl<T: Model> PartialEq for HasOne<T> {
    fn eq(&self, other: &Self) -> bool {
        self.of.owner() == other.of.owner()
    }
}

impl<T: Model> Eq for HasOne<T> {}

impl<T: Model> Hash for HasOne<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.of.owner().hash(state);
    }
}

impl<T: Model> fmt::Debug for HasOne<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let loaded = if self.is_loaded() { ", loaded" } else { "" };
        write!(f, "HasOne(of {}{loaded})", self.of.owner())
    }
}

/// The loaded row nested, `null` without one.
impl<T: Model + Serialize> Serialize for HasOne<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.of.look();
        self.row().serialize(serializer)
    }
}
