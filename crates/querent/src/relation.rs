//! Relations as fields of a model: slots that hold a key and, once loaded, the related rows.
//!
//! Nothing here reaches the database: `load` has the verbs. Slots compare, hash and print as keys, never as rows of
//! the other table.

mod key;
mod shared;
mod not_loaded;
mod owned;
mod to_one;
mod one_to_one;
mod has_one;
mod to_many;
mod assign;

pub use has_one::HasOne;
pub use key::{KeyFor, Target};
pub use one_to_one::OneToOne;
pub(crate) use owned::Owned;
pub use to_many::{HasMany, ManyToMany, Rows};
pub use to_one::ForeignKey;
pub(crate) use to_one::Known;

use crate::model::Model;
use crate::types::{NotNull, Nullability, Nullable};

/// What a slot's type says of its relation.
pub trait RelationType {
    /// The model it leads to.
    type To: Model;
    /// Whether it can lead to no row.
    type Null: Nullability;
}

impl<T: Target> RelationType for ForeignKey<T> {
    type To = T::Model;
    type Null = T::Null;
}

impl<T: Target> RelationType for OneToOne<T> {
    type To = T::Model;
    type Null = T::Null;
}

impl<T: Model> RelationType for HasOne<T> {
    type To = T;
    type Null = Nullable;
}

impl<T: Model> RelationType for HasMany<T> {
    type To = T;
    type Null = Nullable;
}

impl<T: Model> RelationType for ManyToMany<T> {
    type To = T;
    type Null = Nullable;
}

#[diagnostic::do_not_recommend]
impl<M: Model> Target for M {
    type Model = M;
    type Null = NotNull;
    type Key = M::Key;
    type Loaded<'a> = &'a M;
    fn key_of(key: &M::Key) -> Option<&M::Key> {
        Some(key)
    }
    fn stored(key: M::Key) -> M::Key {
        key
    }
    fn present(row: &M) -> &M {
        row
    }
    fn absent<'a>() -> Option<&'a M> {
        None
    }
}

#[diagnostic::do_not_recommend]
impl<M: Model> Target for Option<M> {
    type Model = M;
    type Null = Nullable;
    type Key = Option<M::Key>;
    type Loaded<'a> = Option<&'a M>;
    fn key_of(key: &Option<M::Key>) -> Option<&M::Key> {
        key.as_ref()
    }
    fn stored(key: M::Key) -> Option<M::Key> {
        Some(key)
    }
    fn present(row: &M) -> Option<&M> {
        Some(row)
    }
    fn absent<'a>() -> Option<Option<&'a M>> {
        Some(None)
    }
}
