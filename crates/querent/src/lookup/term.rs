//! What may stand right of `+ - * / %`.

use crate::ast::{self, Operator};
use crate::types::{Exact, Nullability, Number, Scalar};

use super::operand::{Operand, Widening};

/// An operator of arithmetic, as a type.
pub trait Operation {
    /// The operator as data.
    const OPERATOR: Operator;
}

macro_rules! operations {
    ($($name:ident $doc:literal;)*) => { $(
        #[doc = $doc]
        #[derive(Debug)]
        pub enum $name {}
        impl Operation for $name {
            const OPERATOR: Operator = Operator::$name;
        }
    )* };
}

operations! {
    Add "`+`";
    Subtract "`-`";
    Multiply "`*`";
    Divide "`/`";
    Modulo "`%`";
}

/// Numbers that an operator is for: all of them, but PostgreSQL has no remainder of floats.
pub trait Calculated<O>: Number {}

macro_rules! of_all_numbers {
    ($($operation:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<B: Number> Calculated<$operation> for B {}
    )* };
}

of_all_numbers!(Add Subtract Multiply Divide);
#[diagnostic::do_not_recommend]
impl<B: Exact> Calculated<Modulo> for B {}

/// What may stand right of the operator `O` beside a `B`, in the scope `S`.
///
/// A number beside a number of the same type or of one that PostgreSQL widens to it, so that the wider one stands left;
/// a [`Duration`](time::Duration) beside a date, a time or another one, and a number beside it.
#[diagnostic::on_unimplemented(
    message = "PostgreSQL has no arithmetic of `{B}` and `{Self}`",
    label = "not a value that can stand here beside `{B}`",
    note = "the wider of two numbers stands left, `%` is for integers and `Decimal`, and `cast` changes a type"
)]
pub trait Term<O, S, B> {
    /// Whether it can be NULL.
    type Null: Nullability;
    /// What the two make.
    type Made: Scalar;
    /// `left operator self`.
    #[doc(hidden)]
    fn beside(self, left: ast::Expr) -> ast::Expr;
}

#[diagnostic::do_not_recommend]
impl<O: Operation, S, B: Calculated<O>, V: Operand<S, B, Widening>> Term<O, S, B> for V {
    type Null = V::Null;
    type Made = B;
    fn beside(self, left: ast::Expr) -> ast::Expr {
        ast::Expr::infix(left, O::OPERATOR, self.operand())
    }
}
