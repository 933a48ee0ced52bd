//! What a column can hold, and whether it can be NULL.

use std::net::IpAddr;

use rust_decimal::Decimal;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};
use tokio_postgres::types::{Type, WasNull};
use uuid::Uuid;

use super::enumeration::Enumeration;
use super::limits::{self, BeyondTheCalendar};
use super::numeric;
use super::param::Param;
use super::raw::{Raw, Unread};
use super::usual;

/// Whether a value can be NULL, as a type.
pub trait Nullability: Send + Sync + 'static {
    /// `T`, or `Option<T>`.
    type Of<T: Scalar>: Value<Base = T>;
    /// [`Nullable`] if one of the two is.
    type Or<N: Nullability>: Nullability;
    /// [`Nullable`] if both are.
    type And<N: Nullability>: Nullability;
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
    type And<N: Nullability> = NotNull;
    const IS_NULLABLE: bool = false;
}

impl Nullability for Nullable {
    type Of<T: Scalar> = Option<T>;
    type Or<N: Nullability> = Nullable;
    type And<N: Nullability> = N;
    const IS_NULLABLE: bool = true;
}

/// What a field of a model can hold: a [`Scalar`], or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can hold",
    label = "no PostgreSQL type for this",
    note = "columns hold integers, floats, `bool`, `String`, `Decimal`, dates, times and durations of the `time` crate, \
            `Uuid`, `IpAddr`, `Jsonb<T>`, `Vec<u8>`, a `Vec` of these, an `Option` of one of these, or a type that derives \
            `Choices` or `ColumnType`"
)]
pub trait Value: Sized + Send + Sync + 'static {
    /// The type without the `Option`.
    type Base: Scalar;
    /// Whether it is an `Option`.
    type Null: Nullability;
    /// The value as it is bound to a statement.
    fn into_param(self) -> Param;
    /// The value of what comes from the database; nothing is NULL.
    ///
    /// # Errors
    ///
    /// Why the type cannot hold it.
    fn read(raw: Option<Raw<'_>>) -> Result<Self, Unread>;
}

/// A Rust type that stands for one PostgreSQL type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that a column can hold",
    label = "no PostgreSQL type for this"
)]
pub trait Scalar: Clone + Send + Sync + 'static {
    /// The type it is sent as.
    const TYPE: Type;
    /// The type of a list of it.
    const ARRAY: Type;
    /// The column's type in DDL, before a length or precision; of an array, its elements' type.
    const SQL: &'static str;
    /// Whether it is an array.
    const IS_ARRAY: bool = false;
    /// The enum of the database that it stands for, if it is one.
    const ENUMERATION: Option<Enumeration> = None;
    /// The value as it is bound to a statement.
    fn into_param(self) -> Param;
    /// A list as it is bound to a statement: one array, whatever its length.
    fn list(values: Vec<Self>) -> Param;
    /// The value of what comes from the database.
    ///
    /// # Errors
    ///
    /// Why the type cannot hold it.
    fn read(raw: Raw<'_>) -> Result<Self, Unread>;
    /// NULL as it is bound to a statement.
    #[doc(hidden)]
    fn null() -> Param {
        Self::typed(Param::Null(Self::TYPE))
    }
    /// A value in the type of the column, which an enum's is not by itself.
    #[doc(hidden)]
    fn typed(value: Param) -> Param {
        value.typed(Self::ENUMERATION.map(|_| Self::SQL), Self::IS_ARRAY)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> Value for T {
    type Base = T;
    type Null = NotNull;
    fn into_param(self) -> Param {
        Scalar::into_param(self)
    }
    fn read(raw: Option<Raw<'_>>) -> Result<Self, Unread> {
        match raw {
            Some(raw) => Scalar::read(raw),
            None => Err(Box::new(WasNull)),
        }
    }
}

#[diagnostic::do_not_recommend]
impl<T: Scalar> Value for Option<T> {
    type Base = T;
    type Null = Nullable;
    fn into_param(self) -> Param {
        self.map_or_else(T::null, Scalar::into_param)
    }
    fn read(raw: Option<Raw<'_>>) -> Result<Self, Unread> {
        raw.map(Scalar::read).transpose()
    }
}

/// The type of a column without its `Option`.
pub type Base<T> = <T as Value>::Base;
/// Whether a column of type `T` can be NULL.
pub type Null<T> = <T as Value>::Null;
/// Nullable if one of the two is.
pub type Or<A, B> = <A as Nullability>::Or<B>;
/// Nullable if both are.
pub type And<A, B> = <A as Nullability>::And<B>;
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
#[diagnostic::on_unimplemented(message = "`{Self}` is not text", label = "this is for text columns")]
pub trait Text: Contain {}

/// Arrays, for `overlap` and its kin.
#[diagnostic::on_unimplemented(message = "`{Self}` is not an array", label = "this lookup is for arrays")]
pub trait Array: Scalar {
    /// What it is an array of.
    type Element: Value;
}

/// What contains others of its kind: text and arrays.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither text nor an array",
    label = "this lookup is for text columns and arrays"
)]
pub trait Contain: Scalar {
    /// What of it is contained in another one.
    #[doc(hidden)]
    const CONTAINMENT: Containment;
}

/// What of a value is contained in another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Containment {
    /// The text, as a part of the other.
    Text,
    /// Every element.
    Elements,
}

#[diagnostic::do_not_recommend]
impl Contain for String {
    const CONTAINMENT: Containment = Containment::Text;
}

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

/// `A: Compares<B>`: PostgreSQL compares an `A` with a `B`, whichever of the two it widens.
pub trait Compares<B> {}
#[diagnostic::do_not_recommend]
impl<A: Widens<B>, B> Compares<B> for A {}

/// No type: a second candidate in bounds, so that rustc does not list the only one.
#[derive(Debug)]
pub enum Nothing {}

macro_rules! scalars {
    ($($rust:ty: $ty:ident, $array:ident, $sql:literal $(, $variant:ident)? $(by $read:path)?;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Scalar for $rust {
            const TYPE: Type = Type::$ty;
            const ARRAY: Type = Type::$array;
            const SQL: &'static str = $sql;
            fn into_param(self) -> Param {
                scalars!(@bind self $($variant)?)
            }
            fn list(values: Vec<Self>) -> Param {
                Param::other(Self::ARRAY, values)
            }
            fn read(raw: Raw<'_>) -> Result<Self, Unread> {
                scalars!(@read raw $($read)?)
            }
        }
        #[diagnostic::do_not_recommend]
        impl Widens<$rust> for $rust {}
        #[diagnostic::do_not_recommend]
        impl Widens<Nothing> for $rust {}
    )* };
    (@bind $value:ident) => { Param::other(Self::TYPE, $value) };
    (@bind $value:ident $variant:ident) => { Param::$variant($value) };
    (@read $raw:ident) => { $raw.decode() };
    (@read $raw:ident $read:path) => { $read($raw) };
}

scalars! {
    bool: BOOL, BOOL_ARRAY, "boolean", Bool by usual::boolean;
    i16: INT2, INT2_ARRAY, "smallint", SmallInt by usual::smallint;
    i32: INT4, INT4_ARRAY, "integer", Integer by usual::integer;
    i64: INT8, INT8_ARRAY, "bigint", BigInt by usual::bigint;
    f32: FLOAT4, FLOAT4_ARRAY, "real", Real by usual::real;
    f64: FLOAT8, FLOAT8_ARRAY, "double precision", Double by usual::double;
    String: TEXT, TEXT_ARRAY, "text", Text by usual::text;
    Uuid: UUID, UUID_ARRAY, "uuid", Uuid by usual::uuid;
    Decimal: NUMERIC, NUMERIC_ARRAY, "numeric" by numeric::decimal;
    Date: DATE, DATE_ARRAY, "date" by limits::date;
    Time: TIME, TIME_ARRAY, "time" by limits::time;
    PrimitiveDateTime: TIMESTAMP, TIMESTAMP_ARRAY, "timestamp" by limits::timestamp;
    IpAddr: INET, INET_ARRAY, "inet" by limits::address;
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
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        limits::instant(raw)
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

macro_rules! compares {
    ($($from:ty => $($to:ty),*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl Compares<$to> for $from {}
    )* )* };
}

compares! {
    i64 => i16, i32;
    i32 => i16;
    Decimal => i16, i32, i64;
    f64 => i16, i32, i64, f32;
    PrimitiveDateTime => Date;
}
