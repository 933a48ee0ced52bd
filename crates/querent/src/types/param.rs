//! A value bound to a statement.

use std::fmt;
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
    /// Any other type, arrays among them.
    Other(Type, Arc<dyn Bind>),
}

impl Param {
    /// A value of a type that has no variant of its own.
    pub fn other(ty: Type, value: impl Bind) -> Param {
        Param::Other(ty, Arc::new(value))
    }

    /// The type it is sent as.
    pub fn ty(&self) -> Type {
        match self {
            Param::Null(ty) | Param::Other(ty, _) => ty.clone(),
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

    /// Whether it is NULL.
    pub fn is_null(&self) -> bool {
        matches!(self, Param::Null(_))
    }
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
            Param::Other(_, value) => value.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true // `to_sql` asks the value itself
    }

    to_sql_checked!();
}
