//! `default = 0`, `default = "new"`, `default = sql("now()")`.

use darling::{Error, FromMeta, Result};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, ExprPath, ExprUnary, Lit, LitStr, UnOp};

/// A default as it is written, with its place.
pub(crate) struct DefaultArgument {
    pub(crate) written: Written,
    pub(crate) span: Span,
}

/// What is written as a default.
pub(crate) enum Written {
    Bool(bool),
    /// Digits, with a sign and a decimal point where there is one.
    Number {
        digits: String,
        fraction: bool,
    },
    Text(String),
    List(Vec<Written>),
    /// A constant of the user's: a variant of choices.
    Path(Box<ExprPath>),
    /// An expression that the database computes.
    Sql(String),
}

impl FromMeta for DefaultArgument {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let written = read(expr).ok_or_else(|| {
            Error::custom(
                "a default is a literal, or an expression of the database: `default = sql(\"now()\")`",
            )
            .with_span(expr)
        })?;
        Ok(DefaultArgument { written, span: expr.span() })
    }
}

fn read(expr: &Expr) -> Option<Written> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => literal(lit),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match read(expr)? {
            Written::Number { digits, fraction } if !digits.starts_with('-') => {
                Some(Written::Number { digits: format!("-{digits}"), fraction })
            }
            _ => None,
        },
        Expr::Call(call) => match (&*call.func, call.args.first(), call.args.len()) {
            (Expr::Path(function), Some(Expr::Lit(ExprLit { lit: Lit::Str(sql), .. })), 1)
                if function.path.is_ident("sql") =>
            {
                Some(Written::Sql(LitStr::value(sql)))
            }
            _ => None,
        },
        Expr::Array(array) => array.elems.iter().map(read).collect::<Option<_>>().map(Written::List),
        Expr::Path(path) if path.path.segments.len() > 1 => Some(Written::Path(Box::new(path.clone()))),
        Expr::Group(group) => read(&group.expr),
        _ => None,
    }
}

fn literal(lit: &Lit) -> Option<Written> {
    match lit {
        Lit::Bool(value) => Some(Written::Bool(value.value)),
        Lit::Int(number) => {
            Some(Written::Number { digits: number.base10_digits().to_owned(), fraction: false })
        }
        Lit::Float(number) => {
            Some(Written::Number { digits: number.base10_digits().to_owned(), fraction: true })
        }
        Lit::Str(text) => Some(Written::Text(text.value())),
        _ => None,
    }
}
