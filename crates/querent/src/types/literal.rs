//! Rust values that may be written beside a column.

use std::net::IpAddr;

use rust_decimal::Decimal;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};
use uuid::Uuid;

use super::jsonb::Jsonb;
use super::param::Param;
use super::scalar::Scalar;

/// `B: Takes<L>`: an `L` is a literal for columns of `B`.
pub trait Takes<L>: Scalar {
    /// The column's own type of it.
    fn take(literal: L) -> Self;
    /// The literal as it is bound.
    fn bind(literal: L) -> Param {
        Self::take(literal).into_param()
    }
}

macro_rules! takes {
    ($($literal:ty => $($base:ty),*;)*) => { $( $(
        #[diagnostic::do_not_recommend]
        impl<'a> Takes<$literal> for $base {
            fn take(literal: $literal) -> Self { literal.into() }
        }
    )* )* };
}

takes! {
    i16 => i16;
    i32 => i32, f64, Decimal;
    i64 => i64, Decimal;
    f32 => f32;
    f64 => f64;
    bool => bool;
    &'a str => String, serde_json::Value;
    String => String;
    &'a [u8] => Vec<u8>;
    Vec<u8> => Vec<u8>;
    Decimal => Decimal;
    Date => Date;
    Time => Time;
    PrimitiveDateTime => PrimitiveDateTime;
    OffsetDateTime => OffsetDateTime;
    Duration => Duration;
    IpAddr => IpAddr;
    Uuid => Uuid;
    serde_json::Value => serde_json::Value;
}

macro_rules! takes_references {
    ($($base:ty),*) => { $(
        #[diagnostic::do_not_recommend]
        impl<'a> Takes<&'a $base> for $base {
            fn take(literal: &'a $base) -> Self { literal.clone() }
        }
    )* };
}

takes_references!(String, Uuid, Decimal, serde_json::Value, Vec<u8>);

#[diagnostic::do_not_recommend]
impl<T> Takes<Jsonb<T>> for Jsonb<T>
where
    Jsonb<T>: Scalar,
{
    fn take(literal: Jsonb<T>) -> Self {
        literal
    }
}
