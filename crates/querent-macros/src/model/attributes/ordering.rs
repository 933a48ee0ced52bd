//! `ordering = [name, -price, category.name]`.

use darling::{Error, FromMeta, Result};
use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;
use syn::{Expr, Member, UnOp};

use super::super::ir::OrderingKey;

/// The keys of a model's own ordering.
pub(crate) struct Ordering(pub(crate) Vec<OrderingKey>);

impl FromMeta for Ordering {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let Expr::Array(array) = expr else {
            return Err(Error::custom("an ordering is a list: `ordering = [name, -price]`").with_span(expr));
        };
        array.elems.iter().map(key).collect::<Result<_>>().map(Ordering)
    }
}

fn key(expr: &Expr) -> Result<OrderingKey> {
    let (descending, column): (Option<Span>, &Expr) = match expr {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => (Some(unary.op.span()), &unary.expr),
        other => (None, other),
    };
    match path(column) {
        Some(path) => Ok(OrderingKey { path, descending }),
        None => {
            let message =
                "an ordering names fields: `name`, `-price` or, through a relation, `category.name`";
            Err(Error::custom(message).with_span(expr))
        }
    }
}

/// `category.name` as its names.
fn path(expr: &Expr) -> Option<Vec<Ident>> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(|ident| vec![ident.clone()]),
        Expr::Field(field) => {
            let mut before = path(&field.base)?;
            let Member::Named(ident) = &field.member else { return None };
            before.push(ident.clone());
            Some(before)
        }
        _ => None,
    }
}
