//! Functions of values of every type.

use querent_schema::quote_identifier;
use rust_decimal::Decimal;

use crate::ast::{self, Function, NullRule};
use crate::field::Expr;
use crate::lookup::lookups::Lookups;
use crate::lookup::typed::{Arguments, Stands};
use crate::model::{Handles, Path};
use crate::types::{And, Make, Null, Scalar, Text};

use super::call::{Of, Strict, cast};

/// A value that is NULL where `L` and what is of nullability `N` both are.
type Either<L, N> = Expr<<L as Lookups>::Scope, Make<And<Null<<L as Lookups>::Seen>, N>, Of<L>>>;

/// Django's functions of values of every type, as methods of columns, expressions and annotations.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, note: Option<String>, stock: i32 }
///
/// let p = Product::fields();
/// let note = p.note.coalesce(p.name); // never NULL: the name is not
/// let with_stock = p.stock.cast::<String>().startswith("1");
/// ```
pub trait Functions: Lookups {
    /// The value, or the other one where it is NULL: `coalesce(self, value)`. It is NULL where both are.
    fn coalesce<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Either<Self, V::Null> {
        either("coalesce(", self, value.standing())
    }

    /// The larger of two: `greatest(self, value)`. A NULL is passed over, as PostgreSQL does.
    fn greatest<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Either<Self, V::Null> {
        either("greatest(", self, value.standing())
    }

    /// The smaller of two: `least(self, value)`. A NULL is passed over, as PostgreSQL does.
    fn least<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Either<Self, V::Null> {
        either("least(", self, value.standing())
    }

    /// The value, or NULL where it equals the other one: `nullif(self, value)`.
    fn nullif<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Expr<Self::Scope, Option<Of<Self>>> {
        let function = Function::with("nullif(", NullRule::Perhaps);
        Expr::new(ast::Expr::call(function, vec![self.into_expr(), value.standing()]))
    }

    /// The value as another type: `self::type`.
    ///
    /// A fraction is rounded to an integer by PostgreSQL: half away from zero of a `Decimal`, half to even of a float. A
    /// timestamp with a time zone becomes what it is in the session's time zone; see [`date`](Lookups::date).
    ///
    /// # Errors
    ///
    /// A value that cannot be cast, such as a text that is no number, fails the query with
    /// [`Kind::DataException`](crate::Kind::DataException), and a pair of types without a cast, such as `bool` and `i64`, with
    /// [`Kind::Database`](crate::Kind::Database).
    fn cast<T: Scalar>(self) -> Strict<Self, T> {
        let ty = format!("::{}{}", T::SQL, if T::IS_ARRAY { "[]" } else { "" });
        Expr::new(cast(self.into_expr(), ty))
    }

    /// The value rounded to so many places: `self::numeric(max_digits,decimal_places)`.
    ///
    /// # Errors
    ///
    /// A number with more digits fails the query with [`Kind::DataException`](crate::Kind::DataException).
    fn cast_numeric(self, max_digits: u16, decimal_places: u16) -> Strict<Self, Decimal> {
        Expr::new(cast(self.into_expr(), format!("::numeric({max_digits},{decimal_places})")))
    }

    /// The first characters of the value's text: `self::varchar(max_length)`.
    fn cast_varchar(self, max_length: u32) -> Strict<Self, String> {
        Expr::new(cast(self.into_expr(), format!("::varchar({max_length})")))
    }

    /// The text, compared and ordered by another collation: `(self COLLATE "collation")`.
    ///
    /// The name is quoted, whatever it is. It is a part of the statement's text: each one is a statement to prepare.
    ///
    /// # Errors
    ///
    /// A collation that the database does not have fails the query with [`Kind::UndefinedObject`](crate::Kind::UndefinedObject).
    fn collate(self, collation: &str) -> Strict<Self, String>
    where
        Of<Self>: Text,
    {
        let after = format!(" COLLATE {})", quote_identifier(collation));
        Expr::new(ast::Expr::call(Function::around("(", after), vec![self.into_expr()]))
    }
}

impl<L: Lookups> Functions for L {}

fn either<L: Lookups, T>(name: &'static str, value: L, other: ast::Expr) -> Expr<L::Scope, T> {
    let function = Function::with(name, NullRule::Coalesce);
    Expr::new(ast::Expr::call(function, vec![value.into_expr(), other]))
}

/// The parts of a tuple as one text: `concat(part, part::text, …)`, of the query that the handles belong to.
///
/// A NULL is an empty text, and the whole never NULL: Django's `Concat`. What is no text is cast to it.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, note: Option<String>, stock: i32 }
///
/// let label = concat(Product::fields(), (Product::fields().name, ": ", Product::fields().stock));
/// ```
pub fn concat<H, A>(_of: H, parts: A) -> Expr<<H::Path as Path>::Scope, String>
where
    H: Handles,
    A: Arguments<<H::Path as Path>::Scope>,
{
    let mut all = Vec::new();
    parts.arguments(&mut all);
    let texts = all.into_iter().map(|part| if part.is_text { part.tree } else { cast(part.tree, "::text") });
    Expr::new(ast::Expr::call(Function::with("concat(", NullRule::Never), texts.collect()))
}
