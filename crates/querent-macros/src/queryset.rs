//! `#[queryset]`: custom managers.

mod method;
mod parse;
mod expand;

use proc_macro2::TokenStream;

/// The attribute's output: a trait and its implementations, or every mistake at its own place.
pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> TokenStream {
    match parse::manager(arguments, item) {
        Ok(manager) => expand::manager(&manager),
        Err(mistakes) => mistakes.into_compile_error(),
    }
}
