//! What is computed of numbers and durations: sums, averages, roots.

use rust_decimal::Decimal;

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

use super::scalar::{Number, Scalar};

/// Values whose sum is an `N`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no sum", label = "`sum` is for numbers and intervals")]
pub trait Sums<N>: Scalar {}

/// Values whose average, deviation and variance are an `N`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no average",
    label = "`avg` is for numbers and intervals"
)]
pub trait Averages<N>: Scalar {
    /// What PostgreSQL's average is cast to.
    #[doc(hidden)]
    const CAST: &'static str = "";
}

/// Values of which one is the smallest, for `min` and `max`.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no smallest or largest `{Self}`",
    label = "`min` and `max` are for numbers, texts, dates and times"
)]
pub trait Ordered: Scalar {}

/// Whole numbers, for operations on bits.
#[diagnostic::on_unimplemented(message = "`{Self}` has no bits", label = "this is for integers")]
pub trait Integer: Number {}

/// Whole numbers, and types of the user's own that are stored as one, for keys that a sequence counts.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not stored as an integer",
    label = "`identity` numbers are integers"
)]
pub trait Counted: Scalar {}

/// Numbers and durations, for the sign `-`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no sign", label = "this is for numbers and durations")]
pub trait Signed: Scalar {}

/// Numbers with roots and powers, which are an `f64`, or of a `Decimal` a `Decimal`.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a number column", label = "this is for numbers")]
pub trait Real: Number {
    /// What its roots are.
    type Root: Scalar;
}

macro_rules! numbers {
    ($($number:ty: $sum:ty, $average:ty, $cast:literal;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Sums<$sum> for $number {}
        #[diagnostic::do_not_recommend]
        impl Averages<$average> for $number {
            const CAST: &'static str = $cast;
        }
        #[diagnostic::do_not_recommend]
        impl Real for $number {
            type Root = $average;
        }
    )* };
}

numbers! {
    i16: i64, f64, "::double precision";
    i32: i64, f64, "::double precision";
    i64: Decimal, f64, "::double precision";
    f32: f32, f64, "";
    f64: f64, f64, "";
    Decimal: Decimal, Decimal, "";
}

#[diagnostic::do_not_recommend]
impl Sums<Duration> for Duration {}
#[diagnostic::do_not_recommend]
impl Averages<Duration> for Duration {}

macro_rules! kinds {
    ($($kind:ident: $($rust:ty),*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl $kind for $rust {}
    )* )* };
}

kinds! {
    Integer: i16, i32, i64;
    Counted: i16, i32, i64;
    Signed: i16, i32, i64, f32, f64, Decimal, Duration;
    Ordered: i16, i32, i64, f32, f64, Decimal, String, Date, Time, PrimitiveDateTime, OffsetDateTime,
        std::net::IpAddr;
}
