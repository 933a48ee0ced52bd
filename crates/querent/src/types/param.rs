//! A value bound to a statement.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use bytes::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use uuid::Uuid;

/// A value of any type the driver can send, shared when a query is cloned.
pub trait Bind: ToSql + Send + Sync + 'static {}

impl<T: ToSql + Send + Sync + 'static> Bind for T {}

/// A value bound to a statement, with the PostgreSQL type it is sent as.
///
/// Values are never part of a statement's text. `Debug` shows the type only, so that no user's data reaches a log.
#[derive(Clone)]
pub enum Param {
    /// NULL of a type.
    Null(Type),
    /// `boolean`.
    Bool(bool),
    /// `smallint`.
    SmallInt(i16),
    /// `integer`.
    Integer(i32),
    /// `bigint`.
    BigInt(i64),
    /// `real`.
    Real(f32),
    /// `double precision`.
    Double(f64),
    /// `text`, also for `varchar` columns.
    Text(String),
    /// `uuid`.
    Uuid(Uuid),
    /// An array column's value, element by element, or the values that many rows have in a column.
    Array(Type, Arc<Vec<Param>>),
    /// Values that no array can hold, each sent by itself.
    Each(Arc<[Param]>),
    /// The values of a row, or a list for each of them, each sent by itself.
    Row(Arc<[Param]>),
    /// A value of a type that the database itself defines, such as an enum.
    ///
    /// Such a type has no number that is the same in every database: the statement's text says its name.
    Named(Arc<Named>),
    /// Any other type, lists of values among them.
    Other(Type, Arc<dyn Bind>),
}

/// A value that is sent as one type and cast to another.
#[derive(Clone, Debug)]
pub struct Named {
    /// The value as it is sent.
    pub value: Param,
    /// The other type's name, quoted.
    pub ty: &'static str,
    /// Whether it is an array of these.
    pub is_array: bool,
}

impl Param {
    /// A value of a type that has no variant of its own.
    pub fn other(ty: Type, value: impl Bind) -> Param {
        Param::Other(ty, Arc::new(value))
    }

    /// The value, cast to the type of that name where there is one.
    pub fn typed(self, name: Option<&'static str>, is_array: bool) -> Param {
        match name {
            Some(ty) => Param::Named(Arc::new(Named { value: self, ty, is_array })),
            None => self,
        }
    }

    /// The type it is sent as.
    pub fn ty(&self) -> Type {
        match self {
            Param::Null(ty) | Param::Other(ty, _) | Param::Array(ty, _) => ty.clone(),
            Param::Named(named) => named.value.ty(),
            Param::Each(values) | Param::Row(values) => values.first().map_or(Type::UNKNOWN, Param::ty),
            Param::Bool(_) => Type::BOOL,
            Param::SmallInt(_) => Type::INT2,
            Param::Integer(_) => Type::INT4,
            Param::BigInt(_) => Type::INT8,
            Param::Real(_) => Type::FLOAT4,
            Param::Double(_) => Type::FLOAT8,
            Param::Text(_) => Type::TEXT,
            Param::Uuid(_) => Type::UUID,
        }
    }

    /// The elements of an array column's value.
    pub(crate) fn elements(&self) -> Option<&[Param]> {
        match self {
            Param::Array(_, elements) => Some(elements),
            Param::Named(named) => named.value.elements(),
            _ => None,
        }
    }

    /// Feeds the value to `hasher`: equal values of one type are the same to it.
    pub(crate) fn hash_value(&self, hasher: &mut impl Hasher) {
        match self {
            Param::Null(_) => hasher.write_u8(0),
            Param::Bool(value) => value.hash(hasher),
            Param::SmallInt(value) => value.hash(hasher),
            Param::Integer(value) => value.hash(hasher),
            Param::BigInt(value) => value.hash(hasher),
            Param::Real(value) => value.to_bits().hash(hasher),
            Param::Double(value) => value.to_bits().hash(hasher),
            Param::Text(value) => value.hash(hasher),
            Param::Uuid(value) => value.hash(hasher),
            Param::Array(_, values) => hash_values(values, hasher),
            Param::Each(values) | Param::Row(values) => hash_values(values, hasher),
            Param::Named(named) => named.value.hash_value(hasher),
            Param::Other(ty, value) => {
                let mut bytes = BytesMut::new();
                if value.to_sql_checked(ty, &mut bytes).is_ok() {
                    bytes.hash(hasher);
                }
            }
        }
    }

    /// Whether it is NULL.
    pub fn is_null(&self) -> bool {
        match self {
            Param::Null(_) => true,
            Param::Named(named) => named.value.is_null(),
            _ => false,
        }
    }
}

fn hash_values(values: &[Param], hasher: &mut impl Hasher) {
    hasher.write_usize(values.len());
    values.iter().for_each(|value| value.hash_value(hasher));
}

impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Param({}{})", self.ty(), if self.is_null() { ", NULL" } else { "" })
    }
}

impl ToSql for Param {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Null(_) => Ok(IsNull::Yes),
            Param::Bool(value) => value.to_sql_checked(ty, out),
            Param::SmallInt(value) => value.to_sql_checked(ty, out),
            Param::Integer(value) => value.to_sql_checked(ty, out),
            Param::BigInt(value) => value.to_sql_checked(ty, out),
            Param::Real(value) => value.to_sql_checked(ty, out),
            Param::Double(value) => value.to_sql_checked(ty, out),
            Param::Text(value) => value.to_sql_checked(ty, out),
            Param::Uuid(value) => value.to_sql_checked(ty, out),
            Param::Array(_, elements) => elements.to_sql_checked(ty, out),
            Param::Named(named) => named.value.to_sql(ty, out),
            Param::Each(_) => Err("a list of arrays is no value".into()),
            Param::Row(_) => Err("a row is no value".into()),
            Param::Other(_, value) => value.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // `to_sql` asks the value itself
    }

    to_sql_checked!();
}
