//! `Self`, where generated code stands in another `impl` than the user's.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens with every `Self` written out.
pub(crate) fn written_out(tokens: impl ToTokens, meaning: &impl ToTokens) -> TokenStream {
    tokens.into_token_stream().into_iter().flat_map(|token| replace(token, meaning)).collect()
}

fn replace(token: TokenTree, meaning: &impl ToTokens) -> TokenStream {
    match token {
        TokenTree::Ident(ident) if ident == "Self" => {
            // Errors point at the `Self`.
            let placed = |mut token: TokenTree| {
                token.set_span(token.span().located_at(ident.span()));
                token
            };
            meaning.to_token_stream().into_iter().map(placed).collect()
        }
        TokenTree::Group(group) => {
            let mut replaced = Group::new(group.delimiter(), written_out(group.stream(), meaning));
            replaced.set_span(group.span());
            TokenTree::Group(replaced).into()
        }
        other => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::written_out;

    #[test]
    fn every_self_is_written_out_and_nothing_else() {
        let written = written_out(quote!(Self::f(self, [Vec::<Self>::new()], "Self")), &quote!(Products));
        let expected = quote!(Products::f(self, [Vec::<Products>::new()], "Self"));
        assert_eq!(written.to_string(), expected.to_string());
    }
}
