//! The seam between an instance's relations and what loads them.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use futures::future::BoxFuture;
use tokio_postgres::types::Type;
use uuid::Uuid;

use crate::ast::{Joined, Prefetch};
use crate::error::Result;
use crate::exec::Connection;
use crate::meta::ColumnMeta;
use crate::types::{ColumnType, Param};
use crate::watch::Origin;

use super::reader::Reader;

/// The place in an instance where related rows are kept.
///
/// `relation` has the types that implement it, `load` what they do.
pub trait Slot: Any + Send + Sync {
    /// Where the row of the instance comes from.
    fn origin(&self) -> &Origin;

    /// Reads the related row from the next columns of the joined row, and those nested in it.
    fn read_joined(&self, step: &Joined, reader: &mut Reader<'_>) -> Result<()>;

    /// Loads the related rows of many instances, `slots` being the same relation's slot in each of them; `origin` is where
    /// one of them comes from.
    fn prefetch<'a>(
        &self,
        connection: &'a Connection,
        step: &'a Prefetch,
        slots: Vec<&'a dyn Slot>,
        origin: Origin,
    ) -> BoxFuture<'a, Result<()>>;
}

/// The key of the instance that a slot belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum OwnerKey {
    /// The instance is no row of the database yet.
    #[default]
    None,
    /// An integer key.
    Integer(i64),
    /// A `uuid` key.
    Uuid(Uuid),
    /// A text key.
    Text(Arc<str>),
}

impl OwnerKey {
    /// The key as it is bound to a statement, in the type of its column; `None` without one.
    pub fn param(&self, column: &ColumnMeta) -> Option<Param> {
        match self {
            OwnerKey::None => None,
            OwnerKey::Integer(key) => Some(match column.ty {
                // It was made of a key of that width.
                Type::INT2 => Param::SmallInt(*key as i16),
                Type::INT4 => Param::Integer(*key as i32),
                _ => Param::BigInt(*key),
            }),
            OwnerKey::Uuid(key) => Some(Param::Uuid(*key)),
            OwnerKey::Text(key) => Some(Param::Text(key.to_string())),
        }
    }
}

impl fmt::Display for OwnerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OwnerKey::None => f.write_str("unsaved"),
            OwnerKey::Integer(key) => write!(f, "{key}"),
            OwnerKey::Uuid(key) => write!(f, "{key}"),
            OwnerKey::Text(key) => f.write_str(key),
        }
    }
}

/// A key of the user's own type is what it is stored as.
impl<T: ColumnType> From<T> for OwnerKey
where
    OwnerKey: From<T::Stored>,
{
    fn from(key: T) -> OwnerKey {
        key.to_stored().into()
    }
}

macro_rules! owner_keys {
    ($($key:ty: |$value:ident| $owner:expr;)*) => { $(
        impl From<$key> for OwnerKey {
            fn from($value: $key) -> OwnerKey { $owner }
        }
    )* };
}

owner_keys! {
    i16: |key| OwnerKey::Integer(key.into());
    i32: |key| OwnerKey::Integer(key.into());
    i64: |key| OwnerKey::Integer(key);
    Uuid: |key| OwnerKey::Uuid(key);
    String: |key| OwnerKey::Text(key.into());
}
