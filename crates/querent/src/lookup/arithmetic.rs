//! `+ - * / %` and the sign `-`, of columns, expressions, annotations and literals.

use std::ops;

use rust_decimal::Decimal;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime};

use crate::ast;
use crate::field::{Annotation, Column, Expr, Seen};
use crate::model::{Anywhere, OfAQuery, Path};
use crate::types::{Base, Make, Null, Or, Scalar, Signed, Value};

use super::term::{Add, Divide, Modulo, Multiply, Subtract, Term};

/// What a value of nullability `N` and a term make: NULL if one of them is.
type Made<N, V, O, S, B> = Make<Or<N, <V as Term<O, S, B>>::Null>, <V as Term<O, S, B>>::Made>;

macro_rules! operators {
    ($($op:ident $method:ident $operation:ident: $($literal:ty)*;)*) => { $(
        impl<P: Path, T: Value, V: Term<$operation, P::Scope, Base<T>>> ops::$op<V> for Column<P, T> {
            type Output = Expr<P::Scope, Made<Null<Seen<P, T>>, V, $operation, P::Scope, Base<T>>>;
            fn $method(self, other: V) -> Self::Output {
                Expr::new(other.beside(self.tree()))
            }
        }
        impl<S: OfAQuery, T: Value, V: Term<$operation, S, Base<T>>> ops::$op<V> for Expr<S, T> {
            type Output = Expr<S, Made<Null<T>, V, $operation, S, Base<T>>>;
            fn $method(self, other: V) -> Self::Output {
                Expr::new(other.beside(self.into_tree()))
            }
        }
        impl<S, T: Value, V: Term<$operation, S, Base<T>>> ops::$op<V> for Annotation<S, T> {
            type Output = Expr<S, Made<Null<T>, V, $operation, S, Base<T>>>;
            fn $method(self, other: V) -> Self::Output {
                Expr::new(other.beside(self.tree()))
            }
        }
        anywhere! { $op $method $operation:
            [P: Path, U: Value] Column<P, U>, P::Scope;
            [S, U: Value] Expr<S, U>, S;
            [S, U: Value] Annotation<S, U>, S;
            $([] $literal, Anywhere;)*
        }
    )* };
}

/// A value of no query beside one of a query is one of that query: `now() - p.created_at`.
macro_rules! anywhere {
    ($op:ident $method:ident $operation:ident: $([$($generics:tt)*] $right:ty, $scope:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<T: Value, $($generics)*> ops::$op<$right> for Expr<Anywhere, T>
        where
            $right: Term<$operation, $scope, Base<T>>,
        {
            type Output = Expr<$scope, Made<Null<T>, $right, $operation, $scope, Base<T>>>;
            fn $method(self, other: $right) -> Self::Output {
                Expr::new(other.beside(self.into_tree()))
            }
        }
    )* };
}

operators! {
    Add add Add: i16 i32 i64 f32 f64 Decimal Duration;
    Sub sub Subtract: i16 i32 i64 f32 f64 Decimal Duration Date PrimitiveDateTime OffsetDateTime;
    Mul mul Multiply: i16 i32 i64 f32 f64 Decimal;
    Div div Divide: i16 i32 i64 f32 f64 Decimal;
    Rem rem Modulo: i16 i32 i64 Decimal;
}

/// `1 - p.stock`: the literal has the column's type, for the type of a literal is not known before it.
macro_rules! literals {
    ($($op:ident $method:ident $operation:ident: $($literal:ty)*;)*) => { $( $(
        literals! { @left $op $method $operation $literal:
            [P: Path] Column<P, $literal>, P::Scope;
            [P: Path] Column<P, Option<$literal>>, P::Scope;
            [S] Expr<S, $literal>, S;
            [S] Expr<S, Option<$literal>>, S;
            [S] Annotation<S, $literal>, S;
            [S] Annotation<S, Option<$literal>>, S;
        }
    )* )* };
    (@left $op:ident $method:ident $operation:ident $literal:ty:
        $([$($generics:tt)*] $right:ty, $scope:ty;)*
    ) => { $(
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> ops::$op<$right> for $literal {
            type Output = Expr<$scope, Made<Null<$literal>, $right, $operation, $scope, $literal>>;
            fn $method(self, right: $right) -> Self::Output {
                let left = ast::Expr::Param(Scalar::into_param(self));
                Expr::new(Term::<$operation, $scope, $literal>::beside(right, left))
            }
        }
    )* };
}

literals! {
    Add add Add: i16 i32 i64 f32 f64 Decimal;
    Sub sub Subtract: i16 i32 i64 f32 f64 Decimal Date PrimitiveDateTime OffsetDateTime;
    Mul mul Multiply: i16 i32 i64 f32 f64 Decimal;
    Div div Divide: i16 i32 i64 f32 f64 Decimal;
    Rem rem Modulo: i16 i32 i64 Decimal;
}

fn negated<S, T>(value: ast::Expr) -> Expr<S, T> {
    Expr::new(ast::Expr::call(ast::Function::around("(- ", ")"), vec![value]))
}

impl<P: Path, T: Value<Base: Signed>> ops::Neg for Column<P, T> {
    type Output = Expr<P::Scope, Seen<P, T>>;
    fn neg(self) -> Self::Output {
        negated(self.tree())
    }
}

impl<S, T: Value<Base: Signed>> ops::Neg for Expr<S, T> {
    type Output = Expr<S, T>;
    fn neg(self) -> Self::Output {
        negated(self.into_tree())
    }
}

impl<S, T: Value<Base: Signed>> ops::Neg for Annotation<S, T> {
    type Output = Expr<S, T>;
    fn neg(self) -> Self::Output {
        negated(self.tree())
    }
}
