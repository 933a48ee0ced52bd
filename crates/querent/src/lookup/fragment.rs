//! Fragments of SQL.

use crate::ast::{self, Function};
use crate::field::Expr;
use crate::model::{Handles, Path};
use crate::types::Value;

use super::typed::Arguments;

/// Fragments of SQL as values, as methods of what closures receive.
///
/// ```
/// use querent::prelude::*;
/// # #[derive(Model)]
/// # struct Product { id: i64, name: String, stock: i32 }
///
/// let p = Product::fields();
/// // (length("name") + $1)
/// let longer = p.raw_sql::<i32>("length({}) + {}", (p.name, 3));
/// // (soundex("name") = soundex($1)) is a condition
/// let sounds = p.raw_sql::<bool>("soundex({}) = soundex({})", (p.name, "Tim"));
/// ```
pub trait RawSql: Handles {
    /// SQL as it is written, with a column, an expression or a bound value for each `{}`.
    ///
    /// Its type is the one that is named: `Option<T>` if it may be NULL. The text is part of the program, so that no
    /// value can get into it; `{{}}` is `{}` itself.
    ///
    /// # Errors
    ///
    /// A query with a fragment that has more or fewer `{}` than arguments fails before any SQL with
    /// [`Kind::Misuse`](crate::Kind::Misuse). A value that is not of the named type is
    /// [`Kind::Decode`](crate::Kind::Decode).
    fn raw_sql<T: Value>(
        self,
        text: &'static str,
        arguments: impl Arguments<<Self::Path as Path>::Scope>,
    ) -> Expr<<Self::Path as Path>::Scope, T> {
        let mut all = Vec::new();
        arguments.arguments(&mut all);
        let trees = all.into_iter().map(|argument| argument.tree).collect();
        Expr::new(ast::Expr::call(Function::Written(text), trees))
    }
}

impl<H: Handles> RawSql for H {}
