//! Rust types and the PostgreSQL types they stand for.
//!
//! A column holds a [`Value`]: a [`Scalar`], or an `Option` of one. What may be compared with what is decided here,
//! by the traits [`Takes`] for literals and [`Widens`] for columns.
//!
//! | Rust | PostgreSQL |
//! |---|---|
//! | `i16`, `i32`, `i64` | `smallint`, `integer`, `bigint` |
//! | `f32`, `f64` | `real`, `double precision` |
//! | `bool` | `boolean` |
//! | `String` | `text`, or `varchar(n)` with `max_length` |
//! | `rust_decimal::Decimal` | `numeric`, or `numeric(p,s)` with `max_digits` and `decimal_places` |
//! | `time::{Date, Time, PrimitiveDateTime, OffsetDateTime}` | `date`, `time`, `timestamp`, `timestamptz` |
//! | `time::Duration` | `interval`, without months |
//! | `uuid::Uuid` | `uuid` |
//! | `std::net::IpAddr` | `inet`, of one address; it has no lookups of text |
//! | [`Jsonb<T>`](Jsonb), `serde_json::Value` | `jsonb` |
//! | `Vec<u8>` | `bytea` |
//! | `Vec<T>`, `Vec<Option<T>>` of a scalar | an array, of one dimension |
//! | an enum with [`Choices`] | `text`, an integer, or an enum of the database |
//! | a type of your own with [`ColumnType`] | what it is stored as |
//!
//! A stored value that its Rust type cannot hold is an error of [`Kind::Decode`](crate::Kind::Decode) that names model
//! and field: infinity and years past 9999 in dates, `24:00`, NaN and more than 28 digits in a `numeric`, months in an
//! `interval`, a mask in an `inet`, NULL in a `Vec<T>`, a value that is not one of the choices. A `numeric` that is
//! computed, as an average is, is rounded instead.
//!
//! The numbers of a `jsonb` are a `numeric` on the server, and what the document's type makes of them in Rust. A
//! `serde_json::Value` has `i64`, `u64` and `f64` only: an integer beyond these, or a number of more digits than a double
//! has, is rounded to a double when it is read, and is saved as that. Where such numbers matter, let them be a `Decimal`
//! column, or a `Jsonb<T>` whose `T` has an `i128`, or a `Decimal`, which it stores as text.

mod raw;
mod usual;
mod enumeration;
mod param;
mod limits;
mod numeric;
mod scalar;
mod number;
mod jsonb;
mod interval;
mod literal;
mod array;
mod choices;
mod column_type;

pub use array::{Element, ElementOf};
pub use choices::{ChoiceValue, Choices, Label, Labelled, UnknownChoice, choice};
pub use column_type::ColumnType;
pub use enumeration::Enumeration;
pub use jsonb::Jsonb;
pub use literal::Takes;
pub use number::{Averages, Counted, Integer, Ordered, Real, Signed, Sums};
pub use param::{Bind, Named, Param};
pub use raw::{Exactness, Raw, Unread};
pub use scalar::{
    And, Array, Base, Boolean, Clock, Compares, Contain, Containment, Dated, Exact, Make, NotNull, Nothing,
    Null, Nullability, Nullable, Number, Or, Scalar, Text, Timed, Value, Widens,
};
