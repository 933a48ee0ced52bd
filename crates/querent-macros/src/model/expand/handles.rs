//! `ProductFields`: the handles that closures receive.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::key;
use crate::model::ir::{Field, Model, Role};
use crate::names::{self, plain};

/// `ProductFields`.
pub(super) fn name(model: &Model) -> Ident {
    names::of_handles(&model.ident)
}

/// The struct of handles.
pub(super) fn structure(model: &Model) -> TokenStream {
    let (name, visibility, ident) = (name(model), &model.visibility, &model.ident);
    let path = model.names.free("P");
    let fields = model.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, handle(model, field, &path));
        quote!(#visibility #ident: #ty)
    });
    let doc = format!(
        "The columns and relations of [`{}`] in queries, seen along the path `{path}`.",
        plain(ident)
    );
    quote! {
        #[doc = #doc]
        #[allow(
            dead_code, missing_docs, missing_debug_implementations, non_camel_case_types, unreachable_pub,
            reason = "generated"
        )]
        #visibility struct #name<#path> { #(#fields),* }
    }
}

/// The type of a field's handle.
fn handle(model: &Model, field: &Field, path: &Ident) -> TokenStream {
    let ident = &model.ident;
    match &field.role {
        Role::Plain(_) => {
            let ty = &field.ty;
            quote!(::querent::codegen::Column<#path, #ty>)
        }
        Role::Forward(_, relation) | Role::Distant(relation) => {
            let (index, ty) = (relation.index, &field.ty);
            quote! {
                ::querent::codegen::Related<#path, <#ident as ::querent::codegen::RelationAt<#index, #ty>>::Relation>
            }
        }
    }
}

/// What makes the struct handles: it is copied, and a constant.
pub(super) fn implementations(model: &Model) -> TokenStream {
    let name = name(model);
    let path = model.names.free("P");
    let key = key::handle(model, &name);
    let values = model.fields.iter().map(|field| {
        let ident = &field.ident;
        match &field.role {
            Role::Plain(column) => {
                let index = column.index as u16;
                quote!(#ident: ::querent::codegen::Column::new(#index))
            }
            Role::Forward(..) | Role::Distant(_) => quote!(#ident: ::querent::codegen::Related::new()),
        }
    });
    quote! {
        impl<#path> ::core::clone::Clone for #name<#path> {
            fn clone(&self) -> Self { *self }
        }
        impl<#path> ::core::marker::Copy for #name<#path> {}
        impl<#path: ::querent::codegen::Path> ::querent::codegen::Handles for #name<#path> {
            type Path = #path;
            const NEW: Self = #name { #(#values),* };
            const REF: &'static Self = &Self::NEW;
        }
        #key
    }
}
