//! What a column can hold, and whether it can be NULL.

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
use tokio_postgres::types::{FromSql, ToSql, Type};
use uuid::Uuid;

use super::limits::{BeyondTheCalendar, is_decimal, is_time_of_day};
use super::param::Param;

/// Whether a value can be NULL, as a type.
pub trait Nullability: Send + Sync + 'static {
    /// `T`, or `Option<T>`.
    type Of<T: Scalar>: Value<Base = T>;
    /// [`Nullable`] if one of the two is.
    type Or<N: Nullability>: Nullability;
    /// Whether this is [`Nullable`].
    const IS_NULLABLE: bool;
}

/// Never NULL.
#[derive(Debug)]
pub enum NotNull {}

/// Possibly NULL: an `Option`.
#[derive(Debug)]
pub enum Nullable {}

impl Nullability for NotNull {
    type Of<T: Scalar> = T;
    type Or<N: Nullability> = N;
    const IS_NULLABLE: bool = false;
}

impl Nullability for Nullable {
    type Of<T: Scalar> = Option<T>;
    type Or<N: Nullability> = Nullable;
    const IS_NULLABLE: bool = true;
}

/// What a field of a model can hold: a [`Scalar`], or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can hold",
    label = "no PostgreSQL type for this",
    note = "columns hold integers, floats, `bool`, `String`, `Decimal`, dates and times of the `time` crate, `Uuid`, \
            `Jsonb<T>`, `Vec<u8>`, or an `Option` of one of these"
)]
pub trait Value: Send + Sync + 'static + for<'a> FromSql<'a> {
    /// The type without the `Option`.
    type Base: Scalar;
    /// Whether it is an `Option`.
    type Null: Nullability;
    /// The value as it is bound to a statement.
    fn into_param(self) -> Param;
}

/// A Rust type that stands for one PostgreSQL type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can hold",
    label = "no PostgreSQL type for this"
)]
pub trait Scalar: Clone + Send + Sync + 'static + ToSql + for<'a> FromSql<'a> {
    /// The type it is sent as.
    const TYPE: Type;
    /// The type of a list of it.
    const ARRAY: Type;
    /// The column's type in DDL, before a length or precision.
    const SQL: &'static str;
    /// The value as it is bound to a statement.
    fn into_param(self) -> Param {
        Param::other(Self::TYPE, self)
    }
    /// A list as it is bound to a statement: one array, whatever its length.
    fn list(values: Vec<Self>) -> Param {
        Param::other(Self::ARRAY, values)
    }
    /// Whether a stored value is one that this type can hold; asked before the value is read.
    #[doc(hidden)]
    fn holds(_raw: &[u8]) -> bool {
        true
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> Value for T {
    type Base = T;
    type Null = NotNull;
    fn into_param(self) -> Param {
        Scalar::into_param(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> Value for Option<T> {
    type Base = T;
    type Null = Nullable;
    fn into_param(self) -> Param {
        self.map_or(Param::Null(T::TYPE), Scalar::into_param)
    }
}

/// The type of a column without its `Option`.
pub type Base<T> = <T as Value>::Base;
/// Whether a column of type `T` can be NULL.
pub type Null<T> = <T as Value>::Null;
/// Nullable if one of the two is.
pub type Or<A, B> = <A as Nullability>::Or<B>;
/// `B`, or `Option<B>`.
pub type Make<N, B> = <N as Nullability>::Of<B>;

/// Numbers, for arithmetic.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number column",
    label = "arithmetic needs a number"
)]
pub trait Number: Scalar {}

/// Numbers without a binary fraction, for `%`: PostgreSQL has no remainder of floats.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no remainder in PostgreSQL",
    label = "`%` is for integers and `Decimal`"
)]
pub trait Exact: Number {}

/// Text, for `contains`, `startswith` and their kin.
#[diagnostic::on_unimplemented(message = "`{Self}` is not text", label = "this lookup is for text columns")]
pub trait Text: Scalar {}

/// Dates, alone or with a time, for `year` and its kin.
#[diagnostic::on_unimplemented(message = "`{Self}` has no date", label = "this lookup is for dates")]
pub trait Dated: Scalar {}

/// Times, alone or with a date, for `hour` and its kin.
#[diagnostic::on_unimplemented(message = "`{Self}` has no time of day", label = "this lookup is for times")]
pub trait Timed: Scalar {}

/// Dates and times that the database's clock can fill: `auto_now`, `auto_now_add`.
///
/// All of them are UTC, whatever the session's time zone. The clock is that of the transaction, `now()`: rows that are
/// written together carry one time (PostgreSQL manual, "Current Date/Time").
#[diagnostic::on_unimplemented(
    message = "the database's clock cannot fill a `{Self}`",
    label = "not a date or time"
)]
pub trait Clock: Scalar {
    /// The clock in SQL.
    const NOW: &'static str;
}

impl Clock for OffsetDateTime {
    const NOW: &'static str = "now()";
}

impl Clock for PrimitiveDateTime {
    const NOW: &'static str = "(now() AT TIME ZONE 'UTC')";
}

impl Clock for Date {
    const NOW: &'static str = "(now() AT TIME ZONE 'UTC')::date";
}

impl Clock for Time {
    const NOW: &'static str = "(now() AT TIME ZONE 'UTC')::time";
}

/// Conditions by themselves: `bool` and `Option<bool>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a boolean",
    label = "not a boolean",
    note = "compare it: `.eq(…)`, `.gt(…)`, `.is_null()`"
)]
pub trait Boolean: Value {}

impl Boolean for bool {}
impl Boolean for Option<bool> {}

/// `A: Widens<B>`: PostgreSQL turns an `A` into a `B` by itself, whatever the session's settings.
///
/// A date is no instant: which one it begins at depends on the session's time zone.
pub trait Widens<B> {}

/// No type: a second candidate in bounds, so that rustc does not list the only one.
#[derive(Debug)]
pub enum Nothing {}

macro_rules! scalars {
    ($($rust:ty: $ty:ident, $array:ident, $sql:literal $(, $variant:ident)? $(if $holds:ident)?;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Scalar for $rust {
            const TYPE: Type = Type::$ty;
            const ARRAY: Type = Type::$array;
            const SQL: &'static str = $sql;
            $( fn into_param(self) -> Param { Param::$variant(self) } )?
            $( fn holds(raw: &[u8]) -> bool { $holds(raw) } )?
        }
        #[diagnostic::do_not_recommend]
        impl Widens<$rust> for $rust {}
        #[diagnostic::do_not_recommend]
        impl Widens<Nothing> for $rust {}
    )* };
}

scalars! {
    bool: BOOL, BOOL_ARRAY, "boolean", Bool;
    i16: INT2, INT2_ARRAY, "smallint", SmallInt;
    i32: INT4, INT4_ARRAY, "integer", Integer;
    i64: INT8, INT8_ARRAY, "bigint", BigInt;
    f32: FLOAT4, FLOAT4_ARRAY, "real", Real;
    f64: FLOAT8, FLOAT8_ARRAY, "double precision", Double;
    String: TEXT, TEXT_ARRAY, "text", Text;
    Uuid: UUID, UUID_ARRAY, "uuid", Uuid;
    Decimal: NUMERIC, NUMERIC_ARRAY, "numeric" if is_decimal;
    Date: DATE, DATE_ARRAY, "date";
    Time: TIME, TIME_ARRAY, "time" if is_time_of_day;
    PrimitiveDateTime: TIMESTAMP, TIMESTAMP_ARRAY, "timestamp";
    serde_json::Value: JSONB, JSONB_ARRAY, "jsonb";
    Vec<u8>: BYTEA, BYTEA_ARRAY, "bytea";
}

#[diagnostic::do_not_recommend]
impl Scalar for OffsetDateTime {
    const TYPE: Type = Type::TIMESTAMPTZ;
    const ARRAY: Type = Type::TIMESTAMPTZ_ARRAY;
    const SQL: &'static str = "timestamptz";
    fn into_param(self) -> Param {
        match self.checked_to_offset(UtcOffset::UTC) {
            Some(utc) => Param::other(Self::TYPE, utc),
            None => Param::other(Self::TYPE, BeyondTheCalendar),
        }
    }
    fn list(values: Vec<Self>) -> Param {
        Param::other(Self::ARRAY, values.into_iter().map(Scalar::into_param).collect::<Vec<_>>())
    }
}
#[diagnostic::do_not_recommend]
impl Widens<OffsetDateTime> for OffsetDateTime {}
#[diagnostic::do_not_recommend]
impl Widens<Nothing> for OffsetDateTime {}

macro_rules! kinds {
    ($($kind:ident: $($rust:ty),*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl $kind for $rust {}
    )* )* };
}

kinds! {
    Number: i16, i32, i64, f32, f64, Decimal;
    Exact: i16, i32, i64, Decimal;
    Text: String;
    Dated: Date, PrimitiveDateTime, OffsetDateTime;
    Timed: Time, PrimitiveDateTime, OffsetDateTime;
}

macro_rules! widens {
    ($($from:ty => $($to:ty),*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl Widens<$to> for $from {}
    )* )* };
}

widens! {
    i16 => i32, i64, Decimal, f64;
    i32 => i64, Decimal, f64;
    i64 => Decimal, f64;
    f32 => f64;
    Date => PrimitiveDateTime;
}
