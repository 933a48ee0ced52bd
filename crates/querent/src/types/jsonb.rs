//! JSON documents of the user's own types.

use std::ops::{Deref, DerefMut};

use bytes::BytesMut;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tokio_postgres::types::{FromSql, IsNull, Json, ToSql, Type, accepts, to_sql_checked};

use super::param::Param;
use super::raw::{Raw, Unread};
use super::scalar::{Scalar, Widens};

/// A `jsonb` column that holds a `T`.
///
/// It derefs to the `T` and serializes as it. A number is read in full as the type that the `T` has for it, an `f64` bit for bit
/// or an `i128`, and a `Decimal` in it is stored as text, which keeps its digits. A `serde_json::Value` makes a double of
/// what is no `i64` or `u64`.
///
/// ```
/// use querent::types::Jsonb;
/// let sizes = Jsonb(vec![36, 38, 40]);
/// assert_eq!(sizes.len(), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Jsonb<T>(pub T);

impl<T> Deref for Jsonb<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Jsonb<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for Jsonb<T> {
    fn from(value: T) -> Self {
        Jsonb(value)
    }
}

impl<'a, T: DeserializeOwned> FromSql<'a> for Jsonb<T> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Json::<T>::from_sql(ty, raw).map(|json| Jsonb(json.0))
    }
    accepts!(JSON, JSONB);
}

impl<T: Serialize + std::fmt::Debug> ToSql for Jsonb<T> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        Json(&self.0).to_sql(ty, out)
    }
    accepts!(JSON, JSONB);
    to_sql_checked!();
}

#[diagnostic::do_not_recommend]
impl<T> Scalar for Jsonb<T>
where
    T: Serialize + DeserializeOwned + Clone + std::fmt::Debug + Send + Sync + 'static,
{
    const TYPE: Type = Type::JSONB;
    const ARRAY: Type = Type::JSONB_ARRAY;
    const SQL: &'static str = "jsonb";
    fn into_param(self) -> Param {
        Param::other(Self::TYPE, self)
    }
    fn list(values: Vec<Self>) -> Param {
        Param::other(Self::ARRAY, values)
    }
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        raw.decode()
    }
}

#[diagnostic::do_not_recommend]
impl<T> Widens<Jsonb<T>> for Jsonb<T> {}
