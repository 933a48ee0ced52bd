//! Functions of texts.

use std::ops::{Bound, RangeBounds};

use crate::ast::{self, Function};
use crate::field::Expr;
use crate::lookup::lookups::Lookups;
use crate::lookup::typed::Stands;
use crate::types::{Integer, Or, Param, Text};

use super::call::{Beside, Of, Strict, cast, strict};

/// Django's functions of texts, as methods of columns, expressions and annotations.
///
/// Each is NULL where the text or an argument is. Positions and lengths count characters, the first being 1; only
/// [`chars`](TextFunctions::chars) counts as Rust does.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, note: Option<String> }
///
/// let p = Product::fields();
/// let long = p.name.trim().length().gt(20);
/// let same = p.name.lower().eq(p.note.lower());
/// ```
pub trait TextFunctions: Lookups {
    /// In small letters: `lower(self)`.
    fn lower(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("lower(", vec![self.into_expr()])
    }

    /// In capitals: `upper(self)`.
    fn upper(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("upper(", vec![self.into_expr()])
    }

    /// How many characters it has: `length(self)`.
    fn length(self) -> Strict<Self, i32>
    where
        Of<Self>: Text,
    {
        strict("length(", vec![self.into_expr()])
    }

    /// The first characters, or of a negative number all but the last: `left(self, length)`.
    fn left<V: Stands<Self::Scope, i32>>(self, length: V) -> Beside<Self, V::Null, String>
    where
        Of<Self>: Text,
    {
        strict("left(", vec![self.into_expr(), length.standing()])
    }

    /// The last characters, or of a negative number all but the first: `right(self, length)`.
    fn right<V: Stands<Self::Scope, i32>>(self, length: V) -> Beside<Self, V::Null, String>
    where
        Of<Self>: Text,
    {
        strict("right(", vec![self.into_expr(), length.standing()])
    }

    /// So many characters from a position on, which begins with 1: `substr(self, from, length)`.
    ///
    /// # Errors
    ///
    /// A negative length fails the query with [`Kind::DataException`](crate::Kind::DataException).
    fn substr<F, V>(self, from: F, length: V) -> Beside<Self, Or<F::Null, V::Null>, String>
    where
        Of<Self>: Text,
        F: Stands<Self::Scope, i32>,
        V: Stands<Self::Scope, i32>,
    {
        strict("substr(", vec![self.into_expr(), from.standing(), length.standing()])
    }

    /// The characters in a range that begins with 0, as Django's slices do: of `2..5`, `substr(self, 3, 3)`.
    fn chars(self, range: impl RangeBounds<usize>) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("substr(", characters(self.into_expr(), range))
    }

    /// Without the spaces around it: `btrim(self)`.
    fn trim(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("btrim(", vec![self.into_expr()])
    }

    /// Without the spaces before it: `ltrim(self)`.
    fn ltrim(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("ltrim(", vec![self.into_expr()])
    }

    /// Without the spaces at its end: `rtrim(self)`.
    fn rtrim(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("rtrim(", vec![self.into_expr()])
    }

    /// Filled from the left, or cut, to a length: `lpad(self, length, fill)`.
    fn lpad<V, F>(self, length: V, fill: F) -> Beside<Self, Or<V::Null, F::Null>, String>
    where
        Of<Self>: Text,
        V: Stands<Self::Scope, i32>,
        F: Stands<Self::Scope, String>,
    {
        strict("lpad(", vec![self.into_expr(), length.standing(), fill.standing()])
    }

    /// Filled from the right, or cut, to a length: `rpad(self, length, fill)`.
    fn rpad<V, F>(self, length: V, fill: F) -> Beside<Self, Or<V::Null, F::Null>, String>
    where
        Of<Self>: Text,
        V: Stands<Self::Scope, i32>,
        F: Stands<Self::Scope, String>,
    {
        strict("rpad(", vec![self.into_expr(), length.standing(), fill.standing()])
    }

    /// So many times one after the other: `repeat(self, times)`.
    fn repeat<V: Stands<Self::Scope, i32>>(self, times: V) -> Beside<Self, V::Null, String>
    where
        Of<Self>: Text,
    {
        strict("repeat(", vec![self.into_expr(), times.standing()])
    }

    /// With one text wherever the other was: `replace(self, from, to)`.
    fn replace<F, V>(self, from: F, to: V) -> Beside<Self, Or<F::Null, V::Null>, String>
    where
        Of<Self>: Text,
        F: Stands<Self::Scope, String>,
        V: Stands<Self::Scope, String>,
    {
        strict("replace(", vec![self.into_expr(), from.standing(), to.standing()])
    }

    /// From the last character to the first: `reverse(self)`.
    fn reverse(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("reverse(", vec![self.into_expr()])
    }

    /// At which position another text begins, the first being 1, or 0: `strpos(self, text)`.
    fn strindex<V: Stands<Self::Scope, String>>(self, text: V) -> Beside<Self, V::Null, i32>
    where
        Of<Self>: Text,
    {
        strict("strpos(", vec![self.into_expr(), text.standing()])
    }

    /// Its MD5 hash in hexadecimal digits: `md5(self)`.
    fn md5(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        strict("md5(", vec![self.into_expr()])
    }

    /// Its SHA-224 hash in hexadecimal digits: `encode(sha224(convert_to(self, 'UTF8')), 'hex')`.
    fn sha224(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        hash("encode(sha224(convert_to(", self)
    }

    /// Its SHA-256 hash in hexadecimal digits: `encode(sha256(convert_to(self, 'UTF8')), 'hex')`.
    fn sha256(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        hash("encode(sha256(convert_to(", self)
    }

    /// Its SHA-384 hash in hexadecimal digits: `encode(sha384(convert_to(self, 'UTF8')), 'hex')`.
    fn sha384(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        hash("encode(sha384(convert_to(", self)
    }

    /// Its SHA-512 hash in hexadecimal digits: `encode(sha512(convert_to(self, 'UTF8')), 'hex')`.
    fn sha512(self) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        hash("encode(sha512(convert_to(", self)
    }

    /// The code of its first character, 0 without one: `ascii(self)`, in a database of UTF-8 the code point.
    fn ord(self) -> Strict<Self, i32>
    where
        Of<Self>: Text,
    {
        strict("ascii(", vec![self.into_expr()])
    }

    /// The character with the code: `chr(self::integer)`.
    ///
    /// # Errors
    ///
    /// Less than 0 fails the query with [`Kind::DataException`](crate::Kind::DataException); 0 and what is too large for a code
    /// with [`Kind::Database`](crate::Kind::Database), as PostgreSQL has no text with them.
    fn chr(self) -> Strict<Self, String>
    where
        Of<Self>: Integer,
    {
        strict("chr(", vec![cast(self.into_expr(), "::integer")])
    }
}

impl<L: Lookups> TextFunctions for L {}

fn hash<L: Lookups, T>(before: &'static str, text: L) -> Expr<L::Scope, T> {
    let function = Function::around(before, ", 'UTF8')), 'hex')");
    Expr::new(ast::Expr::call(function, vec![text.into_expr()]))
}

/// A text, and the position and length of a range of its characters.
fn characters(text: ast::Expr, range: impl RangeBounds<usize>) -> Vec<ast::Expr> {
    let start = match range.start_bound() {
        Bound::Included(at) => *at,
        Bound::Excluded(at) => at.saturating_add(1),
        Bound::Unbounded => 0,
    };
    let end = match range.end_bound() {
        Bound::Included(at) => Some(at.saturating_add(1)),
        Bound::Excluded(at) => Some(*at),
        Bound::Unbounded => None,
    };
    // No text has more characters than PostgreSQL counts.
    let number = |number: usize| ast::Expr::Param(Param::Integer(i32::try_from(number).unwrap_or(i32::MAX)));
    let length = end.map(|end| number(end.saturating_sub(start)));
    [text, number(start.saturating_add(1))].into_iter().chain(length).collect()
}
