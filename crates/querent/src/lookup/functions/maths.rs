//! Functions of numbers.

use tokio_postgres::types::Type;

use crate::ast::{self, Operator};
use crate::field::Expr;
use crate::lookup::lookups::Lookups;
use crate::lookup::typed::Stands;
use crate::types::{Integer, Number, Real, Scalar};

use super::call::{Beside, Of, Strict, cast, strict};

/// What roots and powers of `L` are.
type Root<L> = <Of<L> as Real>::Root;

/// Django's functions of numbers, as methods of columns, expressions and annotations.
///
/// Each is NULL where a number is. Roots, powers and logarithms are an `f64`, or of a `Decimal` a `Decimal`. What has no
/// result in mathematics, such as the root of -1, fails the query with [`Kind::DataException`](crate::Kind::DataException).
pub trait MathFunctions: Lookups {
    /// Without its sign: `abs(self)`.
    fn abs(self) -> Strict<Self, Of<Self>>
    where
        Of<Self>: Number,
    {
        strict("abs(", vec![self.into_expr()])
    }

    /// The next whole number that is not smaller: `ceil(self)`, and of an integer itself.
    fn ceil(self) -> Strict<Self, Of<Self>>
    where
        Of<Self>: Number,
    {
        whole("ceil(", self)
    }

    /// The next whole number that is not larger: `floor(self)`, and of an integer itself.
    fn floor(self) -> Strict<Self, Of<Self>>
    where
        Of<Self>: Number,
    {
        whole("floor(", self)
    }

    /// To so many decimal places, or of a negative number to tens, half away from zero: `round(self, places)`.
    ///
    /// PostgreSQL rounds a `numeric` so; another number is cast to it and back, which leaves six digits of an `f32` and fifteen
    /// of an `f64`.
    fn round<V: Stands<Self::Scope, i32>>(self, places: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Number,
    {
        let value = numeric::<Self>(self.into_expr());
        let rounded = ast::Expr::call(ast::Function::strict("round("), vec![value, places.standing()]);
        Expr::new(back::<Of<Self>>(Type::NUMERIC, rounded))
    }

    /// -1, 0 or 1: `sign(self)`.
    fn sign(self) -> Strict<Self, Of<Self>>
    where
        Of<Self>: Number,
    {
        same("sign(", self)
    }

    /// Its square root: `sqrt(self)`.
    fn sqrt(self) -> Strict<Self, Root<Self>>
    where
        Of<Self>: Real,
    {
        strict("sqrt(", vec![self.into_expr()])
    }

    /// Raised to a power: `power(self, exponent)`.
    fn power<V: Stands<Self::Scope, Root<Self>>>(self, exponent: V) -> Beside<Self, V::Null, Root<Self>>
    where
        Of<Self>: Real,
    {
        strict("power(", vec![self.into_expr(), exponent.standing()])
    }

    /// e raised to it: `exp(self)`.
    fn exp(self) -> Strict<Self, Root<Self>>
    where
        Of<Self>: Real,
    {
        strict("exp(", vec![self.into_expr()])
    }

    /// Its natural logarithm: `ln(self)`.
    fn ln(self) -> Strict<Self, Root<Self>>
    where
        Of<Self>: Real,
    {
        strict("ln(", vec![self.into_expr()])
    }

    /// Its logarithm to a base: `log(base, self)`.
    ///
    /// PostgreSQL has it of `numeric`; another number is cast to it and back.
    fn log<V: Stands<Self::Scope, Root<Self>>>(self, base: V) -> Beside<Self, V::Null, Root<Self>>
    where
        Of<Self>: Real,
    {
        let sides = vec![numeric::<Self>(base.standing()), numeric::<Self>(self.into_expr())];
        let logarithm = ast::Expr::call(ast::Function::strict("log("), sides);
        Expr::new(back::<Root<Self>>(Type::NUMERIC, logarithm))
    }

    /// The sine of an angle in radians: `sin(self)`.
    fn sin(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("sin(", vec![self.into_expr()])
    }

    /// The cosine of an angle in radians: `cos(self)`.
    fn cos(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("cos(", vec![self.into_expr()])
    }

    /// The tangent of an angle in radians: `tan(self)`.
    fn tan(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("tan(", vec![self.into_expr()])
    }

    /// The cotangent of an angle in radians: `cot(self)`.
    fn cot(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("cot(", vec![self.into_expr()])
    }

    /// The angle in radians whose sine it is: `asin(self)`.
    fn asin(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("asin(", vec![self.into_expr()])
    }

    /// The angle in radians whose cosine it is: `acos(self)`.
    fn acos(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("acos(", vec![self.into_expr()])
    }

    /// The angle in radians whose tangent it is: `atan(self)`.
    fn atan(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("atan(", vec![self.into_expr()])
    }

    /// The angle in radians of the point `(x, self)`: `atan2(self, x)`.
    fn atan2<V: Stands<Self::Scope, Of<Self>>>(self, x: V) -> Beside<Self, V::Null, f64>
    where
        Of<Self>: Number,
    {
        strict("atan2(", vec![self.into_expr(), x.standing()])
    }

    /// An angle in radians as degrees: `degrees(self)`.
    fn degrees(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("degrees(", vec![self.into_expr()])
    }

    /// An angle in degrees as radians: `radians(self)`.
    fn radians(self) -> Strict<Self, f64>
    where
        Of<Self>: Number,
    {
        strict("radians(", vec![self.into_expr()])
    }

    /// The bits that both have: `self & value`.
    fn bitand<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Integer,
    {
        infix(self, Operator::BitAnd, value.standing())
    }

    /// The bits that one of them has: `self | value`.
    fn bitor<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Integer,
    {
        infix(self, Operator::BitOr, value.standing())
    }

    /// The bits that only one of them has: `self # value`.
    fn bitxor<V: Stands<Self::Scope, Of<Self>>>(self, value: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Integer,
    {
        infix(self, Operator::BitXor, value.standing())
    }

    /// Its bits moved to the left: `self << places`.
    fn shift_left<V: Stands<Self::Scope, i32>>(self, places: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Integer,
    {
        infix(self, Operator::ShiftLeft, places.standing())
    }

    /// Its bits moved to the right: `self >> places`.
    fn shift_right<V: Stands<Self::Scope, i32>>(self, places: V) -> Beside<Self, V::Null, Of<Self>>
    where
        Of<Self>: Integer,
    {
        infix(self, Operator::ShiftRight, places.standing())
    }
}

impl<L: Lookups> MathFunctions for L {}

fn infix<L: Lookups, T>(left: L, operator: Operator, right: ast::Expr) -> Expr<L::Scope, T> {
    Expr::new(ast::Expr::infix(left.into_expr(), operator, right))
}

/// A function that gives a whole number: an integer is left as it is, of which `double precision` would lose digits.
fn whole<L: Lookups, T>(name: &'static str, value: L) -> Expr<L::Scope, T> {
    match Of::<L>::TYPE {
        Type::INT2 | Type::INT4 | Type::INT8 => Expr::new(value.into_expr()),
        _ => same(name, value),
    }
}

/// A function that PostgreSQL has of `numeric` and of `double precision`, in the type of its argument.
fn same<L: Lookups, T>(name: &'static str, value: L) -> Expr<L::Scope, T> {
    let made = if Of::<L>::TYPE == Type::NUMERIC { Type::NUMERIC } else { Type::FLOAT8 };
    let call = ast::Expr::call(ast::Function::strict(name), vec![value.into_expr()]);
    Expr::new(back::<Of<L>>(made, call))
}

/// A value beside an `L`, as `numeric`.
fn numeric<L: Lookups>(value: ast::Expr) -> ast::Expr {
    if Of::<L>::TYPE == Type::NUMERIC { value } else { cast(value, "::numeric") }
}

/// What a function made, as a `B`.
fn back<B: Scalar>(made: Type, value: ast::Expr) -> ast::Expr {
    if B::TYPE == made { value } else { cast(value, format!("::{}", B::SQL)) }
}
