//! A value computed of many rows.

use std::fmt;
use std::marker::PhantomData;

use bytes::BytesMut;
use tokio_postgres::types::{ToSql, Type};

use crate::ast;
use crate::types::{Base, Exactness, Param, Raw, Scalar, Value};

/// A value of type `T` computed of many rows, such as `c.products.count()`, in querysets of the scope `S`.
pub struct Aggregate<S, T> {
    tree: ast::Expr,
    of: PhantomData<fn() -> (S, T)>,
}

impl<S, T> Aggregate<S, T> {
    pub(crate) fn new(tree: ast::Expr) -> Self {
        Aggregate { tree, of: PhantomData }
    }

    pub(crate) fn into_tree(self) -> ast::Expr {
        self.tree
    }

    /// The same, with a change to each aggregate that it is made of.
    pub(crate) fn each(mut self, change: &dyn Fn(&mut ast::Aggregation)) -> Self {
        each(&mut self.tree, change);
        self
    }
}

impl<S, T: Value> Aggregate<S, T> {
    /// What it is of no rows, if that is known: a count is 0, another aggregate NULL, or its default.
    pub(crate) fn of_nothing(&self) -> Option<T> {
        let read = |param: Param| {
            let mut bytes = BytesMut::new();
            param.to_sql(&param.ty(), &mut bytes).ok()?;
            T::read(Some(Raw::new(&param.ty(), &bytes, Exactness::Exact))).ok()
        };
        match &self.tree {
            ast::Expr::Aggregate(aggregate, _) if is_a_count(aggregate) => read(Param::BigInt(0)),
            ast::Expr::Aggregate(aggregate, _) if is_null_of_nothing(aggregate) => T::read(None).ok(),
            ast::Expr::Call(call, _) => match (&call.0, call.1.as_slice()) {
                (
                    ast::Function::Sql { before, .. },
                    [ast::Expr::Aggregate(aggregate, _), ast::Expr::Param(default)],
                ) if before == "coalesce(" && is_null_of_nothing(aggregate) => {
                    read(widened(default.clone(), &Base::<T>::TYPE))
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn is_a_count(aggregate: &ast::Aggregation) -> bool {
    aggregate.function == "count("
}

fn is_null_of_nothing(aggregate: &ast::Aggregation) -> bool {
    aggregate.nullable
}

/// An integer as PostgreSQL makes it one of a larger type.
fn widened(param: Param, ty: &Type) -> Param {
    match (&param, ty) {
        (Param::SmallInt(value), &Type::INT4) => Param::Integer((*value).into()),
        (Param::SmallInt(value), &Type::INT8) => Param::BigInt((*value).into()),
        (Param::Integer(value), &Type::INT8) => Param::BigInt((*value).into()),
        _ => param,
    }
}

fn each(tree: &mut ast::Expr, change: &dyn Fn(&mut ast::Aggregation)) {
    match tree {
        ast::Expr::Aggregate(aggregate, _) => change(aggregate),
        ast::Expr::Infix(sides, _) => {
            each(&mut sides.0, change);
            each(&mut sides.2, change);
        }
        ast::Expr::Call(call, _) => call.1.iter_mut().for_each(|argument| each(argument, change)),
        _ => {}
    }
}

impl<S, T> Clone for Aggregate<S, T> {
    fn clone(&self) -> Self {
        Aggregate::new(self.tree.clone())
    }
}

impl<S, T> fmt::Debug for Aggregate<S, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(f)
    }
}
