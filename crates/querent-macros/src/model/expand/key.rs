//! The primary key: one column, or a tuple of several.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::meta;
use crate::model::ir::{Model, Role};

/// The type of the key.
pub(super) fn ty(model: &Model) -> TokenStream {
    tuple(model.keys().map(meta::stored_type))
}

/// The key of `self`.
pub(super) fn of_instance(model: &Model) -> TokenStream {
    tuple(model.keys().map(|field| {
        let ident = &field.ident;
        match field.role {
            Role::Forward(..) => quote!(self.#ident.key()),
            Role::Plain(_) | Role::Distant(_) => quote!(::core::clone::Clone::clone(&self.#ident)),
        }
    }))
}

/// The key of a row that is read, by the locals that hold its columns.
pub(super) fn of_values(model: &Model, values: &[Ident]) -> TokenStream {
    tuple(model.key_columns().map(|column| {
        let value = &values[column];
        quote!(::core::clone::Clone::clone(&#value))
    }))
}

/// `pk` of the handles, where the key has several columns.
pub(super) fn handle(model: &Model, name: &Ident) -> TokenStream {
    if model.keys.len() < 2 {
        return TokenStream::new();
    }
    let (visibility, path) = (&model.visibility, model.names.free("P"));
    let types = model.keys().map(|field| {
        let ty = meta::stored_type(field);
        quote!(::querent::codegen::Column<#path, #ty>)
    });
    let values = model.key_columns().map(|column| {
        let index = column as u16;
        quote!(::querent::codegen::Column::new(#index))
    });
    quote! {
        impl<#path> #name<#path> {
            /// The columns of the primary key: a row to compare, and columns to order by and to select.
            #visibility const fn pk(&self) -> (#(#types),*) {
                (#(#values),*)
            }
        }
    }
}

fn tuple(parts: impl Iterator<Item = TokenStream>) -> TokenStream {
    let parts: Vec<TokenStream> = parts.collect();
    match parts.as_slice() {
        [only] => only.clone(),
        parts => quote!((#(#parts),*)),
    }
}
