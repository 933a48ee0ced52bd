//! `impl Model`: rows into instances, and values out of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{handles, meta};
use crate::model::ir::{Column, Field, Model, OrderingKey, Role};

/// The implementation of `Model`.
pub(super) fn model(model: &Model) -> TokenStream {
    let (ident, name, meta) = (&model.ident, handles::name(model), meta::name(model));
    let (key, key_type) = (&model.key().ident, &model.key().ty);
    let path = model.names.free("P");
    let parts = [ordering(model), decode(model), param(model), assign(model), slot(model)];
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::Model for #ident {
            type Key = #key_type;
            type Fields<#path: ::querent::codegen::Path> = #name<#path>;
            const META: &'static ::querent::codegen::ModelMeta = &#meta;
            fn key(&self) -> #key_type {
                ::core::clone::Clone::clone(&self.#key)
            }
            #(#parts)*
        }
    }
}

/// A local of the generated code, for tokens that otherwise have the user's places: what comes from a `macro_rules!`
/// has locals of its own.
fn local(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

fn ordering(model: &Model) -> TokenStream {
    if model.ordering.is_empty() {
        return TokenStream::new();
    }
    let keys = model.ordering.iter().map(|key| {
        let OrderingKey { path, descending } = key;
        let place = path.last().map_or_else(Span::call_site, Ident::span);
        let function = if descending.is_some() { "descending" } else { "ascending" };
        let (function, model, keys) = (Ident::new(function, place), &model.ident, local("keys"));
        quote_spanned! { place=>
            ::querent::codegen::#function::<#model, _>(#model::fields().#(#path).*, #keys);
        }
    });
    quote! {
        fn ordering(keys: &mut ::std::vec::Vec<::querent::codegen::Order>) {
            #(#keys)*
        }
    }
}

/// Columns are read in their order, then relations get their slots: a slot may need a key that comes later.
fn decode(model: &Model) -> TokenStream {
    let values: Vec<Ident> =
        (0..model.columns().count()).map(|at| model.names.free(&format!("value{at}"))).collect();
    let reads = model.columns().zip(&values).map(|((field, _), value)| {
        let ty = meta::stored_type(field);
        let reader = local("reader");
        quote_spanned!(field.ty.span()=> let #value: #ty = #reader.value()?;)
    });
    let key = &values[model.key().column().map_or(0, |column| column.index)];
    let meta = meta::name(model);
    let has_owners = model.relations().any(|(field, _)| matches!(field.role, Role::Distant(_)));
    let owner = has_owners
        .then(|| quote!(let owner = ::querent::codegen::OwnerKey::from(::core::clone::Clone::clone(&#key));));
    let fields = model.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        match &field.role {
            Role::Plain(column) => {
                let value = &values[column.index];
                quote!(#ident: #value)
            }
            Role::Forward(column, relation) => {
                let (value, index) = (&values[column.index], relation.index);
                quote!(#ident: <#ty>::hydrate(#value, &#meta.relations[#index], reader.origin()))
            }
            Role::Distant(relation) => {
                let index = relation.index;
                quote! {
                    #ident: <#ty>::hydrate(
                        ::core::clone::Clone::clone(&owner), &#meta.relations[#index], reader.origin(),
                    )
                }
            }
        }
    });
    quote! {
        fn decode(reader: &mut ::querent::codegen::Reader<'_>) -> ::querent::codegen::Result<Self> {
            #(#reads)*
            #owner
            ::core::result::Result::Ok(Self { #(#fields),* })
        }
    }
}

fn param(model: &Model) -> TokenStream {
    let arms = model.columns().map(|(field, column)| {
        let (ident, index) = (&field.ident, column.index);
        let this = local("self");
        let value = match &field.role {
            Role::Forward(..) => quote!(#this.#ident.key()),
            Role::Plain(_) | Role::Distant(_) => quote!(::core::clone::Clone::clone(&#this.#ident)),
        };
        quote_spanned!(field.ty.span()=> #index => ::querent::codegen::Value::into_param(#value))
    });
    quote! {
        fn param(&self, column: usize) -> ::querent::codegen::Param {
            match column {
                #(#arms,)*
                _ => ::querent::codegen::no_column::<Self>(column),
            }
        }
    }
}

/// A save reads back what the database's clock has written, and nothing else.
fn assign(model: &Model) -> TokenStream {
    let automatic = |(_, column): &(&Field, &Column)| column.is_automatic();
    let arms: Vec<TokenStream> = model
        .columns()
        .filter(automatic)
        .map(|(field, column)| {
            let (ident, index) = (&field.ident, column.index);
            let (this, reader) = (local("self"), local("reader"));
            quote_spanned!(field.ty.span()=> #index => #this.#ident = #reader.value()?)
        })
        .collect();
    if arms.is_empty() {
        return TokenStream::new();
    }
    quote! {
        fn assign(
            &mut self,
            column: usize,
            reader: &mut ::querent::codegen::Reader<'_>,
        ) -> ::querent::codegen::Result<()> {
            match column {
                #(#arms,)*
                _ => ::querent::codegen::no_column::<Self>(column),
            }
            ::core::result::Result::Ok(())
        }
    }
}

fn slot(model: &Model) -> TokenStream {
    let arms = model.relations().map(|(field, relation): (&Field, _)| {
        let (ident, index) = (&field.ident, relation.index);
        quote!(#index => &self.#ident)
    });
    quote! {
        fn slot(&self, relation: usize) -> &dyn ::querent::codegen::Slot {
            match relation {
                #(#arms,)*
                _ => ::querent::codegen::no_relation::<Self>(relation),
            }
        }
    }
}
