//! `+ - * / %` of columns, expressions and literals.

use std::ops::{Add, Div, Mul, Rem, Sub};

use rust_decimal::Decimal;

use crate::ast::{self, Operator};
use crate::field::{Column, Expr, Seen};
use crate::model::Path;
use crate::types::{Exact, Make, Null, Number, Or, Takes, Value};

use super::operand::Operand;

fn infix<S, T>(left: ast::Expr, operator: Operator, right: ast::Expr) -> Expr<S, T> {
    Expr::new(ast::Expr::infix(left, operator, right))
}

macro_rules! operators {
    ($($op:ident $method:ident $operator:ident of $kind:ident: $($literal:ty)*;)*) => { $(
        impl<P: Path, T: Value<Base: $kind>, V: Operand<P::Scope, T::Base>> $op<V> for Column<P, T> {
            type Output = Expr<P::Scope, Make<Or<Null<Seen<P, T>>, V::Null>, T::Base>>;
            fn $method(self, other: V) -> Self::Output {
                infix(self.tree(), Operator::$operator, other.operand())
            }
        }
        impl<S, T: Value<Base: $kind>, V: Operand<S, T::Base>> $op<V> for Expr<S, T> {
            type Output = Expr<S, Make<Or<Null<T>, V::Null>, T::Base>>;
            fn $method(self, other: V) -> Self::Output {
                infix(self.into_tree(), Operator::$operator, other.operand())
            }
        }
        operators!(@literal $op $method $operator: $($literal)*);
    )* };
    // `1 - p.stock`: the literal has the column's type, for a foreign type on the left can take no type parameter.
    (@literal $op:ident $method:ident $operator:ident: $($literal:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<P: Path> $op<Column<P, $literal>> for $literal {
            type Output = Expr<P::Scope, Seen<P, $literal>>;
            fn $method(self, column: Column<P, $literal>) -> Self::Output {
                let left = ast::Expr::Param(<$literal as Takes<$literal>>::bind(self));
                infix(left, Operator::$operator, column.tree())
            }
        }
        #[diagnostic::do_not_recommend]
        impl<P: Path> $op<Column<P, Option<$literal>>> for $literal {
            type Output = Expr<P::Scope, Option<$literal>>;
            fn $method(self, column: Column<P, Option<$literal>>) -> Self::Output {
                let left = ast::Expr::Param(<$literal as Takes<$literal>>::bind(self));
                infix(left, Operator::$operator, column.tree())
            }
        }
    )* };
}

operators! {
    Add add Add of Number: i16 i32 i64 f32 f64 Decimal;
    Sub sub Subtract of Number: i16 i32 i64 f32 f64 Decimal;
    Mul mul Multiply of Number: i16 i32 i64 f32 f64 Decimal;
    Div div Divide of Number: i16 i32 i64 f32 f64 Decimal;
    Rem rem Modulo of Exact: i16 i32 i64 Decimal;
}
