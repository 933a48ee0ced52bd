//! `#[derive(Choices)]`.

mod ir;
mod parse;
mod expand;

use proc_macro2::TokenStream;

/// The derive's output, or every mistake at its own place.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    match syn::parse2(input) {
        Ok(input) => match parse::choices(&input) {
            Ok(choices) => expand::choices(&choices),
            Err(mistakes) => mistakes.write_errors(),
        },
        Err(error) => error.into_compile_error(),
    }
}
