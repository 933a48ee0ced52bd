//! `unique(product_slug = [category, slug], where = "is_active")` and its kin.

use darling::{Error, FromMeta, Result};
use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, Lit, LitStr, Meta, Token, UnOp};

/// A constraint or an index as it is written: its name, what it is of, and options.
pub(crate) struct Named {
    pub(crate) name: Ident,
    pub(crate) of: Expr,
    pub(crate) options: Vec<(Ident, Option<Expr>)>,
}

impl FromMeta for Named {
    fn from_meta(item: &Meta) -> Result<Self> {
        let Meta::List(list) = item else {
            return Err(Error::custom(WANTED).with_span(item));
        };
        list.parse_args()
            .map_err(|error| Error::custom(format!("{WANTED}; here {error}")).with_span(&error.span()))
    }
}

const WANTED: &str =
    "a constraint or an index is its name and what it is of: `index(product_recent = [-created_at])`";

impl Parse for Named {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = Ident::parse_any(input)?;
        input.parse::<Token![=]>()?;
        let of = input.parse()?;
        let mut options = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            // `where` is a word of Rust's.
            let option = Ident::parse_any(input)?;
            let value = match input.peek(Token![=]) {
                true => Some(input.parse::<Token![=]>().and_then(|_| input.parse())?),
                false => None,
            };
            options.push((option, value));
        }
        Ok(Named { name, of, options })
    }
}

/// An element of a list.
pub(crate) enum Element {
    /// `name` or `-name`.
    Field { name: Ident, descending: bool },
    /// `"lower(name)"`.
    Sql(LitStr),
}

/// The elements of `[name, -created_at, "lower(name)"]`.
pub(crate) fn elements(list: &Expr) -> Result<Vec<Element>> {
    let Expr::Array(array) = list else {
        return Err(Error::custom("this is a list of fields: `[category, -created_at]`").with_span(list));
    };
    array.elems.iter().map(element).collect()
}

fn element(expr: &Expr) -> Result<Element> {
    let field = |expr: &Expr| match expr {
        Expr::Path(path) => path.path.get_ident().cloned(),
        _ => None,
    };
    let found = match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(sql), .. }) => Some(Element::Sql(sql.clone())),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => {
            field(&unary.expr).map(|name| Element::Field { name, descending: true })
        }
        other => field(other).map(|name| Element::Field { name, descending: false }),
    };
    found.ok_or_else(|| {
        Error::custom("an element is a field, `-field`, or SQL in quotes: `\"lower(name)\"`").with_span(expr)
    })
}

/// A text in quotes that is not empty and holds no NUL.
pub(crate) fn text(what: &str, expr: &Expr) -> Result<String> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if is_whole(&text.value()) => Ok(text.value()),
        other => Err(Error::custom(format!("{what} is a text in quotes, not empty and without a NUL"))
            .with_span(&other.span())),
    }
}

pub(crate) fn is_whole(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains('\0')
}
