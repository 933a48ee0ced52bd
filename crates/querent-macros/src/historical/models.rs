//! The structs.

use std::path::PathBuf;

use proc_macro2::{Span, TokenStream};
use querent_schema::state::{Field, Kind, Model};
use quote::quote;
use syn::{Error, Result};

use super::argument::Point;
use super::enums;
use super::fields::Owner;
use super::idents::ident;
use super::scope::Scope;
use crate::migrations_folder;

/// Everything that the macro writes.
///
/// # Errors
///
/// A field whose values no Rust type holds.
pub(super) fn all(scope: &Scope<'_>, point: &Point, files: &[PathBuf]) -> Result<TokenStream> {
    let enums = enums::all(scope);
    let own = models(scope, scope.app(), point)?;
    let others = scope.others().into_iter().map(|app| {
        let (module, models) = (ident(app), models(scope, app, point)?);
        let doc = format!("The models of `{app}` {point}, as far as they are referred to.");
        Ok(quote! {
            #[doc = #doc]
            pub mod #module { #models }
        })
    });
    let others = others.collect::<Result<Vec<_>>>()?;
    let texts = files.iter().map(|file| migrations_folder::text_of(file));
    Ok(quote! {
        #enums
        #own
        #(#others)*
        const _: &[&::core::primitive::str] = &[#(#texts),*];
    })
}

fn models(scope: &Scope<'_>, app: &str, point: &Point) -> Result<TokenStream> {
    scope.models_of(app).map(|(name, model)| self::model(&Owner { scope, name, model }, point)).collect()
}

fn model(owner: &Owner<'_>, point: &Point) -> Result<TokenStream> {
    let Owner { name, model, .. } = owner;
    let doc = format!("The model `{name}` {point}.");
    let (struct_name, table) = (ident(&name.name), &model.table);
    let key = key(model);
    let fields = model.fields.iter().map(|field| owner.field(field));
    let fields = fields.collect::<std::result::Result<Vec<_>, String>>();
    let fields = fields.map_err(|message| Error::new(Span::call_site(), message))?;
    Ok(quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::querent::Model)]
        #[model(historical, table = #table, #key)]
        #[allow(dead_code, missing_docs, unreachable_pub, reason = "generated")]
        pub struct #struct_name { #(#fields),* }
    })
}

/// The key, where it is not one column with values of its own.
fn key(model: &Model) -> Option<TokenStream> {
    let is_plain = |field: &Field| matches!(field.kind, Kind::Plain(_));
    match &*model.primary_key {
        [] => None,
        [only] if model.field(only).is_none_or(is_plain) => None,
        several => {
            let several = several.iter().map(|name| ident(name));
            Some(quote!(primary_key = [#(#several),*]))
        }
    }
}
