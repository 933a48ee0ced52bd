//! `check(price_not_negative = "price >= 0")`.

use darling::ast::NestedMeta;
use darling::{Error, FromMeta, Result};
use proc_macro2::Ident;
use syn::{Expr, ExprLit, Lit, LitStr, Meta};

/// The CHECK constraints of a model: their names, and what must not be false.
#[derive(Default)]
pub(crate) struct Checks(pub(crate) Vec<(Ident, LitStr)>);

impl FromMeta for Checks {
    fn from_list(items: &[NestedMeta]) -> Result<Self> {
        let mut mistakes = Error::accumulator();
        let checks = items.iter().filter_map(|item| mistakes.handle(check(item))).collect();
        mistakes.finish_with(Checks(checks))
    }
}

fn check(item: &NestedMeta) -> Result<(Ident, LitStr)> {
    if let NestedMeta::Meta(Meta::NameValue(pair)) = item
        && let Some(name) = pair.path.get_ident()
        && let Expr::Lit(ExprLit { lit: Lit::Str(condition), .. }) = &pair.value
    {
        return Ok((name.clone(), condition.clone()));
    }
    let message = "a check constraint is its name and what must be true of a row, in SQL: \
                   `check(price_not_negative = \"price >= 0\")`";
    Err(Error::custom(message).with_span(item))
}
