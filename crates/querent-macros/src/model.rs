//! `#[derive(Model)]`.

mod ir;
mod attributes;
mod parse;
mod expand;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::self_type::written_out;

/// The derive's output: the expansion, and every mistake at its own place.
///
/// A struct with mistakes is expanded too, as far as it is understood: to the rest of the program it is a model, and
/// rustc has nothing to add.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let mut input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    if let Err(error) = name_self(&mut input) {
        return error.into_compile_error();
    }
    let parse::Reading { model, mistakes } = parse::model(&input);
    let mistakes = mistakes.map(darling::Error::write_errors).unwrap_or_default();
    let expansion = model.map(|model| expand::model(&model)).unwrap_or_default();
    quote!(#mistakes #expansion)
}

/// Writes out `Self` in the types of the fields, which stand in statics and in types of the derive's own, too.
fn name_self(input: &mut DeriveInput) -> syn::Result<()> {
    let Data::Struct(data) = &mut input.data else { return Ok(()) };
    for field in &mut data.fields {
        field.ty = syn::parse2(written_out(&field.ty, &input.ident))?;
    }
    Ok(())
}
