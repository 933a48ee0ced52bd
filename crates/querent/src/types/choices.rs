//! Enums as values of columns: Django's choices.

use std::fmt;

use querent_schema::quote_literal;
use tokio_postgres::types::{FromSql, Kind, Type};

use super::enumeration::Enumeration;
use super::number::Ordered;
use super::param::Param;
use super::raw::{Raw, Unread, unheld};
use super::scalar::Scalar;

/// An enum whose variants are the values that a column may have: Django's choices.
///
/// Derive it. Variants are stored as text, `in_progress` for `InProgress`, unless the attribute says otherwise:
///
/// - `#[choices(text)]`: `text`, or `varchar` where the field has a `max_length`.
/// - `#[choices(smallint)]`, `#[choices(integer)]`, `#[choices(bigint)]`: the variant's discriminant.
/// - `#[choices(postgres = "order_status")]`: an enum of the database, created with the tables. Its values are ordered
///   as the variants are written.
/// - `#[choice(value = "…", label = "…")]` on a variant: how it is stored, and how people read it.
///
/// ```
/// use querent::prelude::*;
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Choices)]
/// enum Status {
///     Open,
///     #[choice(label = "On its way")]
///     InTransit,
///     #[choice(value = "paid")]
///     Settled,
/// }
///
/// #[derive(Model, Debug)]
/// struct Order {
///     id: i64,
///     #[field(default = Status::Open)]
///     status: Status,
/// }
///
/// assert_eq!(Status::InTransit.value(), "in_transit");
/// assert_eq!(Status::InTransit.label(), "On its way");
/// assert_eq!("paid".parse::<Status>()?, Status::Settled);
/// let open = Order::fields().status.is_in([Status::Open, Status::InTransit]);
/// # Ok::<(), querent::types::UnknownChoice>(())
/// ```
///
/// The database keeps other values out of an enum of its own only, as with Django; a stored value that is not one of the
/// variants is an error that names model and field.
pub trait Choices: Copy + Send + Sync + 'static {
    /// The type of what is stored: `&'static str`, or an integer.
    type Value: ChoiceValue;
    /// Every variant, in the order in which they are written.
    const ALL: &'static [Self];
    /// What is stored.
    fn value(self) -> Self::Value;
    /// How people read it: Django's `get_status_display`.
    fn label(self) -> &'static str;
    /// Every variant's value and label: Django's `choices`.
    fn choices() -> impl Iterator<Item = (Self::Value, &'static str)> {
        Self::ALL.iter().map(|choice| (choice.value(), choice.label()))
    }
}

/// What choices are stored as.
pub trait ChoiceValue: Copy + PartialEq + Send + Sync + 'static {
    /// The value as a literal of SQL.
    #[doc(hidden)]
    fn literal(self) -> String;
}

impl ChoiceValue for &'static str {
    fn literal(self) -> String {
        quote_literal(self)
    }
}

macro_rules! integers {
    ($($integer:ty),*) => { $(
        impl ChoiceValue for $integer {
            fn literal(self) -> String { self.to_string() }
        }
    )* };
}
integers!(i16, i32, i64);

/// The variant that is stored as a value.
pub fn choice<C: Choices>(value: impl PartialEq<C::Value>) -> Result<C, UnknownChoice> {
    C::ALL.iter().copied().find(|choice| value == choice.value()).ok_or(UnknownChoice)
}

/// A value that is not one of an enum's variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownChoice;

impl fmt::Display for UnknownChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is none of the choices")
    }
}

impl std::error::Error for UnknownChoice {}

/// Choices that are stored as text, or as an enum of the database.
pub trait Labelled: Choices<Value = &'static str> {
    /// The column's type in DDL.
    const SQL: &'static str = "text";
    /// The enum of the database.
    const ENUMERATION: Option<Enumeration> = None;
}

/// A choice in the form of its label.
#[derive(Clone, Copy, Debug)]
pub struct Label<C>(pub C);

/// The type of an enum has no fixed number: its values are sent as text, and the statement casts them.
#[diagnostic::do_not_recommend]
impl<C: Labelled> Scalar for Label<C> {
    const TYPE: Type = Type::TEXT;
    const ARRAY: Type = Type::TEXT_ARRAY;
    const SQL: &'static str = C::SQL;
    const ENUMERATION: Option<Enumeration> = C::ENUMERATION;
    fn into_param(self) -> Param {
        Self::typed(Param::Text(self.0.value().to_owned()))
    }
    fn list(values: Vec<Self>) -> Param {
        let labels: Vec<&'static str> = values.into_iter().map(|label| label.0.value()).collect();
        Param::other(Self::ARRAY, labels).typed(C::ENUMERATION.map(|_| C::SQL), true)
    }
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        let Text(text) = raw.decode()?;
        match C::ALL.iter().find(|choice| choice.value() == text) {
            Some(choice) => Ok(Label(*choice)),
            None => unheld("the value is none of the choices"),
        }
    }
}

/// A text, or the label of an enum.
struct Text<'a>(&'a str);

impl<'a> FromSql<'a> for Text<'a> {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Unread> {
        Ok(Text(std::str::from_utf8(raw)?))
    }
    fn accepts(ty: &Type) -> bool {
        <&str as FromSql<'_>>::accepts(ty) || matches!(ty.kind(), Kind::Enum(_))
    }
}

#[diagnostic::do_not_recommend]
impl<C: Labelled> Ordered for Label<C> {}
