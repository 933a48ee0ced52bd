//! How a function of values is put together, and what it makes.

use crate::ast::{self, Function};
use crate::field::Expr;
use crate::lookup::lookups::Lookups;
use crate::types::{Base, Make, Null, Or};

/// A `T` that is NULL where `L` is.
pub(super) type Strict<L, T> = Expr<<L as Lookups>::Scope, Make<Null<<L as Lookups>::Seen>, T>>;

/// A `T` that is NULL where `L` is, or what is of nullability `N`.
pub(super) type Beside<L, N, T> = Expr<<L as Lookups>::Scope, Make<Or<Null<<L as Lookups>::Seen>, N>, T>>;

/// The type of `L` without an `Option`.
pub(super) type Of<L> = Base<<L as Lookups>::Type>;

/// `name(argument, …)`, NULL if an argument is: `name` is written with its parenthesis.
pub(super) fn strict<S, T>(name: &'static str, arguments: Vec<ast::Expr>) -> Expr<S, T> {
    Expr::new(ast::Expr::call(Function::strict(name), arguments))
}

/// A cast, such as `::numeric`.
pub(super) fn cast(value: ast::Expr, ty: impl Into<std::borrow::Cow<'static, str>>) -> ast::Expr {
    ast::Expr::call(Function::around("", ty), vec![value])
}
