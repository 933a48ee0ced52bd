//! Slots that hold the key of at most one row, which no other row has.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use serde::{Serialize, Serializer};

use crate::meta::RelationMeta;
use crate::model::Model;
use crate::watch::Origin;

use super::key::{KeyFor, Target};
use super::to_one::ForeignKey;

/// A one-to-one to `T`, or to `Option<T>` where it can be NULL: a foreign key with a unique constraint.
///
/// It is serialized as a [`ForeignKey`] is: as the loaded row, as the key where that is not loaded, as `null` where the key is
/// NULL.
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
