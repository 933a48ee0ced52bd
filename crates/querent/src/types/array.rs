//! Arrays of scalars.

use std::net::IpAddr;
use std::sync::Arc;

use rust_decimal::Decimal;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};
use tokio_postgres::types::{FromSql, Kind, Type};
use uuid::Uuid;

use super::enumeration::Enumeration;
use super::jsonb::Jsonb;
use super::literal::Takes;
use super::number::Ordered;
use super::param::Param;
use super::raw::{Raw, Unread, unheld};
use super::scalar::{Array, Base, Contain, Containment, Nothing, Scalar, Value, Widens};

/// What an array can hold: a scalar, or an `Option` of one.
///
/// `u8` is none, for `Vec<u8>` is `bytea`, and neither is an array: PostgreSQL's arrays of arrays are rectangles.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type that an array can hold",
    label = "not an element",
    note = "arrays hold scalars, or an `Option` of one; there are no arrays of arrays"
)]
pub trait Element: Value + Clone {}

#[diagnostic::do_not_recommend]
impl<T: Scalar + Element> Element for Option<T> {}

#[diagnostic::do_not_recommend]
impl<T> Element for Jsonb<T> where Jsonb<T>: Scalar {}

macro_rules! elements {
    ($($element:ty),* $(,)?) => { $(
        #[diagnostic::do_not_recommend]
        impl Element for $element {}
    )* };
}

elements!(
    i16,
    i32,
    i64,
    f32,
    f64,
    bool,
    String,
    Decimal,
    Date,
    Time,
    Duration,
    PrimitiveDateTime,
    OffsetDateTime,
    Uuid,
    IpAddr,
    Vec<u8>,
    serde_json::Value,
);

/// `integer[]` and its kin.
///
/// A list of arrays is no array: such values are bound one by one. PostgreSQL gives arrays of any number of dimensions
/// one type, which is why [`Scalar::ARRAY`] is the array's own.
#[diagnostic::do_not_recommend]
impl<E: Element> Scalar for Vec<E> {
    const TYPE: Type = <Base<E> as Scalar>::ARRAY;
    const ARRAY: Type = <Base<E> as Scalar>::ARRAY;
    const SQL: &'static str = <Base<E> as Scalar>::SQL;
    const IS_ARRAY: bool = true;
    const ENUMERATION: Option<Enumeration> = <Base<E> as Scalar>::ENUMERATION;
    fn into_param(self) -> Param {
        let elements = self.into_iter().map(Value::into_param).collect();
        Self::typed(Param::Array(Self::TYPE, Arc::new(elements)))
    }
    fn list(values: Vec<Self>) -> Param {
        Param::Each(values.into_iter().map(Scalar::into_param).collect::<Arc<[Param]>>())
    }
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        let Kind::Array(element) = raw.ty().kind() else { return unheld("the value is no array") };
        let elements: Vec<Option<Bytes<'_>>> = match raw.decode() {
            Ok(elements) => elements,
            Err(_) => return unheld("the array has several dimensions, which a `Vec` has not"),
        };
        elements.into_iter().map(|part| E::read(part.map(|Bytes(bytes)| raw.part(element, bytes)))).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<E: Element> Widens<Vec<E>> for Vec<E> {}

#[diagnostic::do_not_recommend]
impl<E: Element> Widens<Nothing> for Vec<E> {}

#[diagnostic::do_not_recommend]
impl<E: Element> Ordered for Vec<E> {}

#[diagnostic::do_not_recommend]
impl<E: Element> Array for Vec<E> {
    type Element = E;
}

#[diagnostic::do_not_recommend]
impl<E: Element> Contain for Vec<E> {
    const CONTAINMENT: Containment = Containment::Elements;
}

/// An element, not yet read.
struct Bytes<'a>(&'a [u8]);

impl<'a> FromSql<'a> for Bytes<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        Ok(Bytes(raw))
    }
    fn accepts(_: &Type) -> bool {
        true // the element asks for its type itself
    }
}

/// An `L` is a literal for elements of an array.
pub trait ElementOf<L>: Element {
    /// The array's own type of it.
    fn element(literal: L) -> Self;
}

#[diagnostic::do_not_recommend]
impl<L, E: Element + Takes<L>> ElementOf<L> for E {
    fn element(literal: L) -> Self {
        E::take(literal)
    }
}

#[diagnostic::do_not_recommend]
impl<L, E: Element + Takes<L>> ElementOf<Option<L>> for Option<E> {
    fn element(literal: Option<L>) -> Self {
        literal.map(E::take)
    }
}

#[diagnostic::do_not_recommend]
impl<L, E: ElementOf<L>> Takes<Vec<L>> for Vec<E> {
    fn take(literal: Vec<L>) -> Self {
        literal.into_iter().map(E::element).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<L, E: ElementOf<L>, const N: usize> Takes<[L; N]> for Vec<E> {
    fn take(literal: [L; N]) -> Self {
        literal.into_iter().map(E::element).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, L: Clone, E: ElementOf<L>> Takes<&'a [L]> for Vec<E> {
    fn take(literal: &'a [L]) -> Self {
        literal.iter().cloned().map(E::element).collect()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, L: Clone, E: ElementOf<L>> Takes<&'a Vec<L>> for Vec<E> {
    fn take(literal: &'a Vec<L>) -> Self {
        literal.iter().cloned().map(E::element).collect()
    }
}
