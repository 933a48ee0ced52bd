//! Slots that lead to any number of rows.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use crate::error::{Error, Result};
use crate::meta::RelationMeta;
use crate::model::{Model, OwnerKey};
use crate::watch::Origin;

use super::shared::Shared;
use super::to_one::not_loaded;

/// The related rows of one instance: what [`HasMany`] and [`ManyToMany`] share.
pub struct Rows<T> {
    relation: Option<&'static RelationMeta>,
    owner: OwnerKey,
    rows: OnceLock<Shared<Vec<T>>>,
    origin: Origin,
}

impl<T: Model> Rows<T> {
    /// The related rows, without I/O.
    ///
    /// # Errors
    ///
    /// [`Kind::NotLoaded`](crate::Kind::NotLoaded) unless they were prefetched or loaded.
    pub fn loaded(&self) -> Result<&[T]> {
        match self.rows.get() {
            Some(rows) => Ok(rows.get()),
            None => Err(not_loaded(self.relation, "prefetch_related")),
        }
    }

    /// Whether the related rows are in memory.
    pub fn is_loaded(&self) -> bool {
        self.rows.get().is_some()
    }

    fn hydrate(owner: OwnerKey, relation: &'static RelationMeta, origin: Origin) -> Self {
        Rows { relation: Some(relation), owner, rows: OnceLock::new(), origin }
    }

    /// Remembers the rows; the first answer stays.
    pub(crate) fn fill(&self, rows: Arc<Vec<T>>) -> &[T] {
        self.rows.get_or_init(|| Shared::new(rows)).get()
    }

    /// The rows, if they are in memory.
    pub(crate) fn rows(&self) -> Option<&[T]> {
        self.rows.get().map(|rows| rows.get().as_slice())
    }

    /// Forgets what was loaded: so after a write through the relation.
    pub(crate) fn forget(&mut self) {
        self.rows = OnceLock::new();
    }

    /// The key of the instance it belongs to.
    pub(crate) fn owner(&self) -> &OwnerKey {
        &self.owner
    }

    /// Where the row of this slot comes from.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The relation.
    ///
    /// # Errors
    ///
    /// Misuse for slots of instances that are no rows of the database.
    pub(crate) fn relation(&self) -> Result<&'static RelationMeta> {
        self.relation.ok_or_else(|| {
            Error::misuse(
                "this relation belongs to an instance that is no row of the database yet; create the row first and \
                 use the instance that `create` returns",
            )
        })
    }
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Rows { relation: None, owner: OwnerKey::None, rows: OnceLock::new(), origin: Origin::default() }
    }
}

impl<T> Clone for Rows<T> {
    fn clone(&self) -> Self {
        Rows {
            relation: self.relation,
            owner: self.owner.clone(),
            rows: self.rows.clone(),
            origin: self.origin.clone(),
        }
    }
}

/// The other side of a foreign key: the rows that point here.
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
                self.owner == other.owner
            }
        }

        impl<T: Model> Eq for $name<T> {}

        impl<T: Model> Hash for $name<T> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.owner.hash(state);
            }
        }

        impl<T: Model> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "(of {}"), self.owner)?;
                match self.rows.get() {
                    Some(rows) => write!(f, ", {} loaded)", rows.get().len()),
                    None => f.write_str(")"),
                }
            }
        }

        /// The loaded rows as an array, `null` without them.
        impl<T: Model + Serialize> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.rows().serialize(serializer)
            }
        }
    };
}

to_many!(HasMany);
to_many!(ManyToMany);

impl<T: Model> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rows(of {})", self.owner)
    }
}
