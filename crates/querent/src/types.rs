//! Rust types and the PostgreSQL types they stand for.
//!
//! A column holds a [`Value`]: a [`Scalar`], or an `Option` of one. What may be compared with what is decided here,
//! by the traits [`Takes`] for literals and [`Widens`] for columns.

mod limits;
mod param;
mod scalar;
mod jsonb;
mod literal;

pub use jsonb::Jsonb;
pub use literal::Takes;
pub use param::{Bind, Param};
pub use scalar::{
    Base, Boolean, Clock, Dated, Exact, Make, NotNull, Nothing, Null, Nullability, Nullable, Number, Or,
    Scalar, Text, Timed, Value, Widens,
};
