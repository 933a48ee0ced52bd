//! Primary keys: a value, or a tuple of the values of several columns.

use std::hash::Hash;

use crate::error::Result;
use crate::types::{Param, Scalar, Value};

use super::reader::Reader;

/// The primary key of a model: a [`Scalar`], or a tuple of two or three where the key has several columns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a primary key",
    label = "not a value that can be a key",
    note = "keys are values that can be compared and hashed, or tuples of two or three of them"
)]
pub trait Key: Clone + Eq + Hash + Send + Sync + 'static {
    /// What its column holds; its first one, where it has several.
    type Column: Scalar;
    /// The key as it is bound to a statement.
    #[doc(hidden)]
    fn key_param(self) -> Param;
    /// A list of keys as it is bound to a statement: an array for each column.
    #[doc(hidden)]
    fn key_list(keys: Vec<Self>) -> Param;
    /// No key as it is bound to a statement.
    #[doc(hidden)]
    fn no_key() -> Param;
    /// Reads it from the next columns of a row.
    #[doc(hidden)]
    fn read_key(reader: &mut Reader<'_>) -> Result<Self>;
    /// As [`read_key`](Key::read_key), of columns that may be NULL.
    #[doc(hidden)]
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        Self::read_key(reader).map(Some)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + Eq + Hash> Key for T {
    type Column = T;
    fn key_param(self) -> Param {
        self.into_param()
    }
    fn key_list(keys: Vec<Self>) -> Param {
        T::list(keys)
    }
    fn no_key() -> Param {
        T::null()
    }
    fn read_key(reader: &mut Reader<'_>) -> Result<Self> {
        reader.value()
    }
    fn read_optional(reader: &mut Reader<'_>) -> Result<Option<Self>> {
        reader.value()
    }
}

macro_rules! rows {
    ($(($($t:ident $list:ident),*);)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($t: Scalar + Eq + Hash),*> Key for ($($t,)*) {
            type Column = A;
            fn key_param(self) -> Param {
                #[allow(non_snake_case, reason = "the macro names values after their types")]
                let ($($t,)*) = self;
                Param::Row([$($t.into_param()),*].into())
            }
            fn key_list(keys: Vec<Self>) -> Param {
                $(let mut $list: Vec<$t> = Vec::with_capacity(keys.len());)*
                for key in keys {
                    #[allow(non_snake_case, reason = "the macro names values after their types")]
                    let ($($t,)*) = key;
                    $($list.push($t);)*
                }
                Param::Row([$($t::list($list)),*].into())
            }
            fn no_key() -> Param {
                A::null()
            }
            fn read_key(reader: &mut Reader<'_>) -> Result<Self> {
                Ok(($(reader.value::<$t>()?,)*))
            }
        }
    )* };
}

rows! {
    (A first, B second);
    (A first, B second, C third);
}

/// The primary key of `M`, where it is one column: what relations lead to.
#[diagnostic::on_unimplemented(
    message = "the primary key of `{M}` is not one column",
    label = "a key of several columns has no relation to it"
)]
pub trait SingleKey<M> {}

#[diagnostic::do_not_recommend]
impl<M, K: Scalar> SingleKey<M> for K {}

/// A key as the row that refers to it has it: itself, or an `Option` where it can be NULL.
pub trait StoredKey: Clone + Eq + Hash + Send + Sync + 'static {
    /// What the column holds.
    type Column: Value;
    /// The key as it is bound to a statement.
    #[doc(hidden)]
    fn stored_param(self) -> Param;
    /// Reads it from the next column of a row.
    #[doc(hidden)]
    fn read_stored(reader: &mut Reader<'_>) -> Result<Self>;
}

#[diagnostic::do_not_recommend]
impl<K: Key> StoredKey for K {
    type Column = K::Column;
    fn stored_param(self) -> Param {
        self.key_param()
    }
    fn read_stored(reader: &mut Reader<'_>) -> Result<Self> {
        K::read_key(reader)
    }
}

#[diagnostic::do_not_recommend]
impl<K: Key> StoredKey for Option<K> {
    type Column = Option<K::Column>;
    fn stored_param(self) -> Param {
        self.map_or_else(K::no_key, K::key_param)
    }
    fn read_stored(reader: &mut Reader<'_>) -> Result<Self> {
        K::read_optional(reader)
    }
}
