//! Names of tables, columns and generated items.

use std::collections::HashSet;

use darling::{Error, Result};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// PostgreSQL keeps this many bytes of a name and drops the rest.
const LONGEST: usize = 63;

/// The name that an identifier stands for: `type` for `r#type`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// `ProductFields`: the handles of a model.
pub(crate) fn of_handles(model: &Ident) -> Ident {
    format_ident!("{}Fields", plain(model), span = model.span())
}

/// `ProductDraft`: the new rows of a model.
pub(crate) fn of_draft(model: &Ident) -> Ident {
    format_ident!("{}Draft", plain(model), span = model.span())
}

/// Refuses a name that PostgreSQL could not keep as it is; `what` is what it names, `way_out` the attribute to write.
pub(crate) fn check(name: &str, what: &str, way_out: &str, place: &impl Spanned) -> Result<()> {
    let message = match name.len() {
        0 => format!("the name of a {what} cannot be empty"),
        _ if name.contains('\0') => format!("the name of a {what} cannot hold a NUL"),
        length if length > LONGEST => format!(
            "the {what}'s name `{name}` has {length} bytes and PostgreSQL keeps {LONGEST}; give it a shorter one: \
             `{way_out}`"
        ),
        _ => return Ok(()),
    };
    Err(Error::custom(message).with_span(place))
}

/// Names for generated items that the user's own tokens do not mention.
#[derive(Debug)]
pub(crate) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// Names that are not among the identifiers of `tokens`.
    pub(crate) fn beside(tokens: TokenStream) -> Self {
        let mut taken = HashSet::new();
        collect(tokens, &mut taken);
        Names { taken }
    }

    /// `wanted`, with underscores added until nobody else uses it.
    pub(crate) fn free(&self, wanted: &str) -> Ident {
        let mut name = wanted.to_owned();
        while self.taken.contains(&name) {
            name.push('_');
        }
        Ident::new(&name, Span::call_site())
    }
}

fn collect(tokens: TokenStream, taken: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), taken),
            TokenTree::Ident(ident) => drop(taken.insert(plain(&ident))),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{LONGEST, Names, check};

    #[test]
    fn a_name_that_the_user_mentions_is_not_taken() {
        let names = Names::beside(quote!(
            struct Product {
                value0: Vec<P_>,
                p: fn(P) -> r#type,
            }
        ));
        assert_eq!(names.free("P").to_string(), "P__");
        assert_eq!(names.free("value0").to_string(), "value0_");
        assert_eq!(names.free("type").to_string(), "type_");
        assert_eq!(names.free("V").to_string(), "V");
    }

    #[test]
    fn a_name_is_measured_in_bytes() {
        let place = quote!(name);
        assert!(check(&"n".repeat(LONGEST), "table", "", &place).is_ok());
        assert!(check(&"n".repeat(LONGEST + 1), "table", "", &place).is_err());
        assert!(check(&"ß".repeat(LONGEST / 2 + 1), "table", "", &place).is_err());
        assert!(check("", "table", "", &place).is_err());
    }
}
