//! What a foreign key points at, and what may be given as one.

use uuid::Uuid;

use crate::model::{Model, StoredKey};
use crate::types::Nullability;

/// What a foreign key leads to: a model `M`, or `Option<M>` where the key can be NULL.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model that a key can point at",
    label = "not a model, and not an `Option` of one",
    note = "write `ForeignKey<Category>`, or `ForeignKey<Option<Category>>` where the key can be NULL"
)]
pub trait Target: Send + Sync + 'static {
    /// The model.
    type Model: Model;
    /// Whether the key can be NULL.
    type Null: Nullability;
    /// The type of the stored key.
    type Key: StoredKey;
    /// What a loaded slot lends.
    type Loaded<'a>;
    /// The key, unless it is NULL.
    fn key_of(key: &Self::Key) -> Option<&<Self::Model as Model>::Key>;
    /// A key as it is stored.
    fn stored(key: <Self::Model as Model>::Key) -> Self::Key;
    /// A loaded row as it is lent.
    fn present(row: &Self::Model) -> Self::Loaded<'_>;
    /// What is lent where there is no row; `None` if there always is one.
    fn absent<'a>() -> Option<Self::Loaded<'a>>;
}

/// What may be given as the key of a relation to `T`: a key, or an instance.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{T}` or its key",
    label = "expected a key, or a reference to an instance"
)]
pub trait KeyFor<T: Target> {
    /// The key as it is stored.
    fn key(self) -> T::Key;
}

#[diagnostic::do_not_recommend]
impl<M: Model> KeyFor<M> for &M {
    fn key(self) -> M::Key {
        Model::key(self)
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> KeyFor<Option<M>> for &M {
    fn key(self) -> Option<M::Key> {
        Some(Model::key(self))
    }
}

#[diagnostic::do_not_recommend]
impl<K, T: Target<Key = Option<K>>> KeyFor<T> for Option<K> {
    fn key(self) -> T::Key {
        self
    }
}

macro_rules! literal_keys {
    ($($literal:ty => $key:ty, $take:expr;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: Target> KeyFor<T> for $literal
        where
            T::Model: Model<Key = $key>,
        {
            fn key(self) -> T::Key {
                let take: fn(Self) -> $key = $take;
                T::stored(take(self))
            }
        }
    )* };
}

crate::lookup::key_literals::key_literals!(literal_keys);
