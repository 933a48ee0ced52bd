//! Arithmetic of dates, times and durations.

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

use crate::ast::{self, Function};
use crate::field::{Aggregate, Annotation, Column, Expr};
use crate::model::{Is, Path, Visible};
use crate::types::{Base, NotNull, Null, Or, Scalar, Value};

use super::operand::{Operand, Widening};
use super::term::{Add, Divide, Multiply, Operation, Subtract, Term};

/// `Self` may stand right of the operator `O` beside a `B`.
pub trait Apart<O, B>: Scalar {
    /// What the two make.
    type Made: Scalar;
    /// How it is written.
    #[doc(hidden)]
    const FORM: Form = Form::Plain;
}

/// How arithmetic of moments is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Plain,
    /// Of two dates, as the timestamps at which they begin: PostgreSQL counts the days between dates, an integer.
    Timestamps,
    /// In UTC: the days of an interval have 24 hours there, and in the session's time zone perhaps another number.
    Utc,
}

macro_rules! apart {
    ($($left:ty, $operation:ident, $right:ty => $made:ty $(, $form:ident)?;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Apart<$operation, $left> for $right {
            type Made = $made;
            $(const FORM: Form = Form::$form;)?
        }
    )* };
}

apart! {
    Date, Add, Duration => PrimitiveDateTime;
    Time, Add, Duration => Time;
    PrimitiveDateTime, Add, Duration => PrimitiveDateTime;
    OffsetDateTime, Add, Duration => OffsetDateTime, Utc;
    Duration, Add, Duration => Duration;
    Date, Subtract, Duration => PrimitiveDateTime;
    Time, Subtract, Duration => Time;
    PrimitiveDateTime, Subtract, Duration => PrimitiveDateTime;
    OffsetDateTime, Subtract, Duration => OffsetDateTime, Utc;
    Duration, Subtract, Duration => Duration;
    Date, Subtract, Date => Duration, Timestamps;
    Time, Subtract, Time => Duration;
    PrimitiveDateTime, Subtract, PrimitiveDateTime => Duration;
    PrimitiveDateTime, Subtract, Date => Duration;
    OffsetDateTime, Subtract, OffsetDateTime => Duration;
}

fn apart<O: Operation, B, R: Apart<O, B>>(left: ast::Expr, right: ast::Expr) -> ast::Expr {
    let around = |before, value, after| ast::Expr::call(Function::around(before, after), vec![value]);
    let in_utc = |value| around("(", value, " AT TIME ZONE 'UTC')");
    let infix = |left, right| ast::Expr::infix(left, O::OPERATOR, right);
    match R::FORM {
        Form::Plain => infix(left, right),
        Form::Timestamps => infix(around("", left, "::timestamp"), around("", right, "::timestamp")),
        Form::Utc if matches!(right, ast::Expr::Param(_)) => infix(left, right), // no days are bound
        Form::Utc => in_utc(infix(in_utc(left), right)),
    }
}

macro_rules! terms {
    ($($left:ty, $operation:ident: $($literal:ty)*;)*) => { $(
        $(
            #[diagnostic::do_not_recommend]
            impl<S> Term<$operation, S, $left> for $literal {
                type Null = NotNull;
                type Made = <$literal as Apart<$operation, $left>>::Made;
                fn beside(self, left: ast::Expr) -> ast::Expr {
                    apart::<$operation, $left, $literal>(left, ast::Expr::Param(Scalar::into_param(self)))
                }
            }
        )*
        #[diagnostic::do_not_recommend]
        impl<S, P: Path<Scope: Visible<S>>, T: Value> Term<$operation, S, $left> for Column<P, T>
        where
            Base<T>: Apart<$operation, $left>,
        {
            type Null = Or<P::Null, Null<T>>;
            type Made = <Base<T> as Apart<$operation, $left>>::Made;
            fn beside(self, left: ast::Expr) -> ast::Expr {
                apart::<$operation, $left, Base<T>>(left, self.tree().seen_from(P::Scope::UP))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, N: Visible<S>, T: Value> Term<$operation, S, $left> for Expr<N, T>
        where
            Base<T>: Apart<$operation, $left>,
        {
            type Null = Null<T>;
            type Made = <Base<T> as Apart<$operation, $left>>::Made;
            fn beside(self, left: ast::Expr) -> ast::Expr {
                apart::<$operation, $left, Base<T>>(left, self.into_tree().seen_from(N::UP))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, N: Visible<S>, T: Value> Term<$operation, S, $left> for Annotation<N, T>
        where
            Base<T>: Apart<$operation, $left>,
        {
            type Null = Null<T>;
            type Made = <Base<T> as Apart<$operation, $left>>::Made;
            fn beside(self, left: ast::Expr) -> ast::Expr {
                apart::<$operation, $left, Base<T>>(left, self.tree().seen_from(N::UP))
            }
        }
        #[diagnostic::do_not_recommend]
        impl<S, N: Is<S>, T: Value> Term<$operation, S, $left> for Aggregate<N, T>
        where
            Base<T>: Apart<$operation, $left>,
        {
            type Null = Null<T>;
            type Made = <Base<T> as Apart<$operation, $left>>::Made;
            fn beside(self, left: ast::Expr) -> ast::Expr {
                apart::<$operation, $left, Base<T>>(left, self.into_tree())
            }
        }
    )* };
}

terms! {
    Date, Add: Duration;
    Time, Add: Duration;
    PrimitiveDateTime, Add: Duration;
    OffsetDateTime, Add: Duration;
    Duration, Add: Duration;
    Date, Subtract: Date Duration;
    Time, Subtract: Time Duration;
    PrimitiveDateTime, Subtract: PrimitiveDateTime Duration;
    OffsetDateTime, Subtract: OffsetDateTime Duration;
    Duration, Subtract: Duration;
}

macro_rules! scaled {
    ($($operation:ident)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<S, V: Operand<S, f64, Widening>> Term<$operation, S, Duration> for V {
            type Null = V::Null;
            type Made = Duration;
            fn beside(self, left: ast::Expr) -> ast::Expr {
                ast::Expr::infix(left, $operation::OPERATOR, self.operand())
            }
        }
    )* };
}

scaled!(Multiply Divide);
