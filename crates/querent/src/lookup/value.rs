//! Values that belong to no query: literals, the time, random numbers.

use time::OffsetDateTime;
use uuid::Uuid;

use crate::ast::{self, Function, NullRule};
use crate::field::Expr;
use crate::model::Anywhere;
use crate::types::Make;

use super::typed::Typed;

/// A literal as an expression: Django's `Value`.
///
/// It is bound, and can be used in every query: `.values(|p| (p.name, value("new")))`. Beside a column it stands right,
/// but for `+ - * / %`, or it is written by itself: `p.stock.eq(3)`.
pub fn value<V: Typed<Anywhere>>(value: V) -> Expr<Anywhere, Make<V::Null, V::Base>> {
    Expr::new(value.tree())
}

fn call<T>(before: &'static str) -> Expr<Anywhere, T> {
    Expr::new(ast::Expr::call(Function::with(before, NullRule::Never), Vec::new()))
}

/// The time at which the statement began: `statement_timestamp()`, Django's `Now`.
///
/// `p.created_at.gt(now() - Duration::days(7))`
pub fn now() -> Expr<Anywhere, OffsetDateTime> {
    call("statement_timestamp(")
}

/// The time at which the transaction began: `now()`, Django's `TransactionNow`.
pub fn transaction_now() -> Expr<Anywhere, OffsetDateTime> {
    call("now(")
}

/// A random UUID of version 4: `gen_random_uuid()`.
///
/// Each row has one of its own, and so has each place in a query that mentions it.
pub fn random_uuid() -> Expr<Anywhere, Uuid> {
    call("gen_random_uuid(")
}

/// A random number from 0 up to but not 1: `random()`.
///
/// Each row has one of its own, and so has each place in a query that mentions it: ordering by it shuffles.
pub fn random() -> Expr<Anywhere, f64> {
    call("random(")
}

/// π: `pi()`.
pub fn pi() -> Expr<Anywhere, f64> {
    call("pi(")
}
