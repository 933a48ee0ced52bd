//! A value as it comes from the database, and why it may be none that a Rust type holds.

use std::error::Error;
use std::fmt;

use tokio_postgres::types::{FromSql, Type, WrongType};

/// Why a value could not be read.
pub type Unread = Box<dyn Error + Send + Sync>;

/// A value as it comes from the database.
///
/// `Debug` shows the type only, so that no user's data reaches a log.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    ty: &'a Type,
    bytes: &'a [u8],
    exactness: Exactness,
}

/// Whether a value must be held to its last digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exactness {
    /// It is stored: what is read may be saved again.
    Exact,
    /// It is computed, as an average is, whose digits may have no end.
    Rounded,
}

impl<'a> Raw<'a> {
    /// A value of a type, in the driver's binary form.
    pub fn new(ty: &'a Type, bytes: &'a [u8], exactness: Exactness) -> Self {
        Raw { ty, bytes, exactness }
    }

    /// A value that is stored.
    #[cfg(test)]
    pub(super) fn stored(ty: &'a Type, bytes: &'a [u8]) -> Self {
        Raw::new(ty, bytes, Exactness::Exact)
    }

    /// The PostgreSQL type.
    pub fn ty(self) -> &'a Type {
        self.ty
    }

    /// The value in the driver's binary form.
    pub fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// Whether it must be held to its last digit.
    pub fn exactness(self) -> Exactness {
        self.exactness
    }

    /// The value as the driver reads it.
    ///
    /// # Errors
    ///
    /// A text that quotes nothing of the value, as some decoders do: whoever prints a chain of errors would log it.
    pub fn decode<T: FromSql<'a>>(self) -> Result<T, Unread> {
        if !T::accepts(self.ty) {
            return Err(Box::new(WrongType::new::<T>(self.ty.clone())));
        }
        T::from_sql(self.ty, self.bytes).or_else(|error| match error.is::<Unheld>() {
            true => Err(error),
            false => unheld("the value is none that the field's type has"),
        })
    }

    /// A part of the value, of another type.
    pub(super) fn part(self, ty: &'a Type, bytes: &'a [u8]) -> Self {
        Raw { ty, bytes, ..self }
    }
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raw({})", self.ty)
    }
}

/// Why a value is none of its Rust type's; the text quotes nothing of it.
#[derive(Debug)]
pub(super) struct Unheld(pub(super) &'static str);

impl fmt::Display for Unheld {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Error for Unheld {}

/// A value that cannot be held, as a result.
pub(super) fn unheld<T>(why: &'static str) -> Result<T, Unread> {
    Err(Box::new(Unheld(why)))
}
