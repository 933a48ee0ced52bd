//! `#[derive(Model)]`.

mod ir;
mod attributes;
mod parse;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;

/// The derive's output: the expansion, and every mistake at its own place.
///
/// A struct with mistakes is expanded too, as far as it is understood: to the rest of the program it is a model, and
/// rustc has nothing to add.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let parse::Reading { model, mistakes } = parse::model(&input);
    let mistakes = mistakes.map(darling::Error::write_errors).unwrap_or_default();
    let expansion = model.map(|model| expand::model(&model)).unwrap_or_default();
    quote!(#mistakes #expansion)
}
