//! Types of the user's own, stored as another type.

use tokio_postgres::types::Type;

use super::array::Element;
use super::enumeration::Enumeration;
use super::literal::Takes;
use super::number::{Counted, Ordered};
use super::param::Param;
use super::raw::{Raw, Unread};
use super::scalar::{Nothing, Scalar, Widens};

/// A type of your own that columns can hold, stored as another one.
///
/// A struct of one field derives it and is stored as its field. A type that has a say in what it holds implements it:
///
/// ```
/// use querent::prelude::*;
///
/// #[derive(Clone, Debug, PartialEq, ColumnType)]
/// struct Name(String);
///
/// #[derive(Clone, Debug, PartialEq)]
/// struct Percent(u8);
///
/// impl ColumnType for Percent {
///     type Stored = i16;
///     fn to_stored(&self) -> i16 {
///         self.0.into()
///     }
///     fn from_stored(stored: i16) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
///         match u8::try_from(stored)? {
///             percent @ 0..=100 => Ok(Percent(percent)),
///             _ => Err("a percentage is at most 100".into()),
///         }
///     }
/// }
///
/// #[derive(Model, Debug)]
/// struct Offer {
///     id: i64,
///     name: Name,
///     discount: Option<Percent>,
/// }
///
/// let small = Offer::fields().discount.lt(Percent(10));
/// ```
///
/// It compares, is ordered and is found as what is stored. Queries take it by value.
///
/// A type that derives it can be a primary key, for keys that cannot be mistaken for those of another model; it is `Eq` and
/// `Hash` then. `identity` has the database count those that are stored as an integer:
///
/// ```
/// use querent::prelude::*;
///
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ColumnType)]
/// struct UserId(i64);
///
/// #[derive(Model, Debug)]
/// struct User {
///     #[field(identity)]
///     id: UserId,
/// }
///
/// #[derive(Model, Debug)]
/// struct Session {
///     id: i64,
///     #[relation(on_delete = Cascade)]
///     user: ForeignKey<User>,
/// }
///
/// let of_one = Session::fields().user.eq(UserId(1));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of your own that is stored as another one",
    note = "derive `ColumnType` on a struct of one field, or implement it"
)]
pub trait ColumnType: Clone + Send + Sync + 'static {
    /// The type that stands in the column.
    type Stored: Scalar;
    /// The value as it is stored.
    fn to_stored(&self) -> Self::Stored;
    /// The value of what is stored.
    ///
    /// # Errors
    ///
    /// What the type cannot be. The failure of the query names model and field and has this as its source; leave the
    /// value itself out of the text if it must not reach a log.
    fn from_stored(stored: Self::Stored) -> Result<Self, Unread>;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Scalar for T {
    const TYPE: Type = T::Stored::TYPE;
    const ARRAY: Type = T::Stored::ARRAY;
    const SQL: &'static str = T::Stored::SQL;
    const IS_ARRAY: bool = T::Stored::IS_ARRAY;
    const ENUMERATION: Option<Enumeration> = T::Stored::ENUMERATION;
    fn into_param(self) -> Param {
        self.to_stored().into_param()
    }
    fn list(values: Vec<Self>) -> Param {
        T::Stored::list(values.iter().map(T::to_stored).collect())
    }
    fn read(raw: Raw<'_>) -> Result<Self, Unread> {
        T::Stored::read(raw).and_then(T::from_stored)
    }
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Element for T {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> Widens<T> for T {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> Widens<Nothing> for T {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType<Stored: Ordered>> Ordered for T {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType<Stored: Counted>> Counted for T {}
#[diagnostic::do_not_recommend]
impl<T: ColumnType> Takes<T> for T {
    fn take(literal: T) -> Self {
        literal
    }
}
