//! `primary_key = [tenant, id]`.

use darling::{Error, FromMeta, Result};
use proc_macro2::Ident;
use syn::Expr;

/// The fields of a primary key of several columns, in the order of the key.
pub(crate) struct PrimaryKey(pub(crate) Vec<Ident>);

impl FromMeta for PrimaryKey {
    fn from_expr(expr: &Expr) -> Result<Self> {
        let field = |expr: &Expr| match expr {
            Expr::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        };
        let fields = match expr {
            Expr::Array(array) => array.elems.iter().map(field).collect::<Option<Vec<_>>>(),
            _ => None,
        };
        match fields {
            Some(fields) if (2..=3).contains(&fields.len()) => Ok(PrimaryKey(fields)),
            _ => Err(Error::custom(
                "a primary key of several columns is a list of two or three fields: `primary_key = [tenant, id]`; one of \
                 one column is said by the field: `#[field(primary_key)]`",
            )
            .with_span(expr)),
        }
    }
}
