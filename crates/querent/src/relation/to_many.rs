//! Slots that lead to any number of rows.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut, Range};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};
use crate::meta::RelationMeta;
use crate::model::{Model, OwnerKey};
use crate::peers::{Loadable, Peer};
use crate::watch::Origin;

use super::not_loaded::not_loaded;
use super::owned::Owned;
use super::shared::Shared;

/// The related rows of one instance: what [`HasMany`] and [`ManyToMany`] share.
pub struct Rows<T> {
    of: Owned,
    rows: OnceLock<Loaded<T>>,
    /// The slot that is loaded together with those of other rows.
    peer: Option<Arc<Peer<Self>>>,
}

/// Rows that stand together among those that were loaded with them for other instances: there is one list of all of them,
/// which is there as long as any of the instances is.
struct Loaded<T> {
    all: Shared<Vec<T>>,
    /// Every slot has room for it: with a range of `usize`, `medium` of `--bin instructions` takes 2 % more.
    own: Range<u32>,
}

impl<T: Model> Loaded<T> {
    fn new(all: &Arc<Vec<T>>, own: Range<usize>) -> Result<Self> {
        match (u32::try_from(own.start), u32::try_from(own.end)) {
            (Ok(start), Ok(end)) => Ok(Loaded { all: Shared::new(all.clone()), own: start..end }),
            _ => Err(Error::misuse(format!("there are {} related rows, too many for one list", all.len()))),
        }
    }

    fn get(&self) -> &[T] {
        &self.all.get()[self.own.start as usize..self.own.end as usize]
    }
}

impl<T> Clone for Loaded<T> {
    fn clone(&self) -> Self {
        Loaded { all: self.all.clone(), own: self.own.clone() }
    }
}

impl<T: Model> Rows<T> {
    /// The related rows, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) unless they were prefetched or loaded.
    pub fn loaded(&self) -> Result<&[T]> {
        self.of.look();
        match self.rows.get() {
            Some(rows) => Ok(rows.get()),
            None => Err(not_loaded(self.of.known_relation())),
        }
    }

    /// Whether the related rows are in memory.
    pub fn is_loaded(&self) -> bool {
        self.rows.get().is_some()
    }

    fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
        let of = Owned::hydrate(owner, relation, origin);
        let peer = of.enter(|| Rows::of_owner(of.clone()));
        Rows { peer, ..Rows::of_owner(of) }
    }

    /// A slot in which nothing is loaded.
    fn of_owner(of: Owned) -> Self {
        Rows { of, rows: OnceLock::new(), peer: None }
    }

    /// A slot like this one in which nothing is loaded, to be loaded together with others.
    pub(crate) fn twin(&self) -> Self {
        Rows::of_owner(self.of.clone())
    }

    /// The slot that is loaded together with those of other rows.
    pub(crate) fn peer(&self) -> Option<&Arc<Peer<Self>>> {
        self.peer.as_ref()
    }

    /// Remembers the rows that its twin has, if that has them.
    pub(crate) fn take(&self, twin: &Self) {
        if let Some(rows) = twin.rows.get() {
            self.rows.get_or_init(|| rows.clone());
        }
    }

    /// Remembers its own rows among those of other instances; the first answer stays.
    ///
    /// # Errors
    ///
    /// Misuse if there are more than 2³² of them all.
    pub(crate) fn fill(&self, rows: &Arc<Vec<T>>, own: Range<usize>) -> Result<&[T]> {
        if let Some(peer) = &self.peer {
            peer.settle();
        }
        let loaded = Loaded::new(rows, own)?;
        Ok(self.rows.get_or_init(|| loaded).get())
    }

    /// The rows, if they are in memory.
    pub(crate) fn rows(&self) -> Option<&[T]> {
        self.rows.get().map(Loaded::get)
    }

    /// Forgets what was loaded: so before a write through the relation.
    pub(crate) fn forget(&mut self) {
        self.rows = OnceLock::new();
        self.peer = None;
    }

    /// The instance that they belong to.
    pub(crate) fn of(&self) -> &Owned {
        &self.of
    }
}

impl<T: Model> Loadable for Rows<T> {
    fn is_filled(&self) -> bool {
        self.rows.get().is_some()
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { of: Owned::default(), rows: OnceLock::new(), peer: None }
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Rows { of: self.of.clone(), rows: self.rows.clone(), peer: self.peer.clone() }
    }
}

/// The other side of a foreign key: the rows that point here.
///
/// It is Django's reverse relation, and the field's name is the `related_name`.
pub struct HasMany<T: Model>(Rows<T>);

/// A many-to-many relation: rows that a table of pairs connects with this one.
pub struct ManyToMany<T: Model>(Rows<T>);

macro_rules! to_many {
    ($name:ident) => {
        impl<T: Model> $name<T> {
            /// A slot of a row that was read from the database.
            #[doc(hidden)]
            pub fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
                $name(Rows::hydrate(owner, relation, origin))
            }
        }

        impl<T: Model> Deref for $name<T> {
            type Target = Rows<T>;
            fn deref(&self) -> &Rows<T> {
                &self.0
            }
        }

        impl<T: Model> DerefMut for $name<T> {
            fn deref_mut(&mut self) -> &mut Rows<T> {
                &mut self.0
            }
        }

        impl<T: Model> Default for $name<T> {
            fn default() -> Self {
                $name(Rows::default())
            }
        }

        impl<T: Model> Clone for $name<T> {
            fn clone(&self) -> Self {
                $name(self.0.clone())
            }
        }

        impl<T: Model> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.of.owner() == other.of.owner()
            }
        }

        impl<T: Model> Eq for $name<T> {}

        impl<T: Model> Hash for $name<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.of.owner().hash(state);
            }
        }

        impl<T: Model> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(of {}"), self.of.owner())?;
                match self.rows.get() {
                    Some(rows) => write!(f, ", {} loaded)", rows.get().len()),
                    None => f.write_str(")"),
                }
            }
        }

        /// The loaded rows as an array, `null` without them.
        impl<T: Model + Serialize> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.of.look();
                self.rows().serialize(serializer)
            }
        }
    };
}

to_many!(HasMany);
to_many!(ManyToMany);

impl<T: Model> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows(of {})", self.of.owner())
    }
}
