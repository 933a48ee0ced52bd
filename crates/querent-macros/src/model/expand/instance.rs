//! `impl Model`: rows into instances, and values out of them.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::{handles, key, meta};
use crate::model::ir::{Field, Model, OrderingKey, Role};

/// The implementation of `Model`.
pub(super) fn model(model: &Model) -> TokenStream {
    let (ident, name, meta) = (&model.ident, handles::name(model), meta::name(model));
    let (key, key_type) = (key::of_instance(model), key::ty(model));
    let path = model.names.free("P");
    let parts = [ordering(model), decode(model), param(model), assign(model), origin(model), slot(model)];
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::Model for #ident {
            type Key = #key_type;
            type Fields<#path: ::querent::codegen::Path> = #name<#path>;
            const META: &'static ::querent::codegen::ModelMeta = &#meta;
            fn key(&self) -> #key_type {
                #key
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
    let (name, parameter) = (handles::name(model), model.names.free("P"));
    let keys = model.ordering.iter().map(|key| {
        let OrderingKey { path, descending } = key;
        let place = path.last().map_or_else(Span::call_site, Ident::span);
        let function = if descending.is_some() { "descending" } else { "ascending" };
        let (function, handles, keys) = (Ident::new(function, place), local("handles"), local("keys"));
        quote_spanned! { place=>
            ::querent::codegen::#function(#handles.#(#path).*, #keys);
        }
    });
    quote! {
        fn ordering<#parameter: ::querent::codegen::Path<Model = Self>>(
            keys: &mut ::std::vec::Vec<::querent::codegen::Order>,
        ) {
            let handles = <#name<#parameter> as ::querent::codegen::Handles>::NEW;
            #(#keys)*
        }
    }
}

/// Columns are read in their order, then relations get their slots: a slot may need a key that comes later.
fn decode(model: &Model) -> TokenStream {
    let values: Vec<Ident> =
        (0..model.columns().count()).map(|at| model.names.free(&format!("value{at}"))).collect();
    let meta = meta::name(model);
    let reads = model.columns().zip(&values).map(|((field, column), value)| {
        let ty = meta::stored_type(field);
        let reader = local("reader");
        if let Role::Forward(_, relation) = &field.role {
            let target = &relation.target;
            return quote_spanned! { field.ty.span()=>
                let #value = <::querent::codegen::KeyOf<#target> as ::querent::codegen::StoredKey>::read_stored(#reader)?;
            };
        }
        match column.deferred {
            false => quote_spanned!(field.ty.span()=> let #value: #ty = #reader.value()?;),
            true => {
                let index = column.index;
                quote_spanned! { field.ty.span()=>
                    let #value = #reader.deferred::<#ty>(&#meta, #index)?;
                }
            }
        }
    });
    let key = key::of_values(model, &values);
    let has_owners = model.relations().any(|(field, _)| matches!(field.role, Role::Distant(_)));
    let owner = has_owners.then(|| quote!(let owner = ::querent::codegen::OwnerKey::from(#key);));
    // Before the columns of the key move into their fields.
    let has_deferred = model.columns().any(|(_, column)| column.deferred);
    let row_key = has_deferred.then(|| quote!(let row_key = #key;));
    let fields = model.fields.iter().map(|field| {
        let (ident, ty) = (&field.ident, &field.ty);
        match &field.role {
            Role::Plain(column) if column.deferred => {
                let (value, index) = (&values[column.index], column.index);
                quote! {
                    #ident: ::querent::codegen::Deferred::<#ty>::hydrate(
                        #value,
                        &#meta,
                        #index,
                        ::core::clone::Clone::clone(&row_key),
                        reader.origin(),
                    )
                }
            }
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
            #row_key
            ::core::result::Result::Ok(Self { #(#fields),* })
        }
    }
}

fn param(model: &Model) -> TokenStream {
    let arms = model.columns().map(|(field, column)| {
        let (ident, index, place) = (&field.ident, column.index, field.ty.span());
        let this = local("self");
        let value = match &field.role {
            Role::Plain(column) if column.deferred => {
                let ty = &field.ty;
                return quote_spanned! { ty.span()=>
                    #index => ::querent::codegen::deferred_param::<#ty>(&#this.#ident)
                };
            }
            Role::Forward(..) => {
                quote_spanned!(place=> ::querent::codegen::StoredKey::stored_param(#this.#ident.key()))
            }
            Role::Plain(_) | Role::Distant(_) => quote_spanned! { place=>
                ::querent::codegen::Value::into_param(::core::clone::Clone::clone(&#this.#ident))
            },
        };
        quote_spanned! { place=>
            #index => ::core::option::Option::Some(#value)
        }
    });
    quote! {
        fn param(&self, column: usize) -> ::core::option::Option<::querent::codegen::Param> {
            match column {
                #(#arms,)*
                _ => ::querent::codegen::no_column::<Self>(column),
            }
        }
    }
}

/// A write reads back what it has set, and what the database has computed: first all, and then it is assigned.
fn assign(model: &Model) -> TokenStream {
    let meta = meta::name(model);
    let columns = model.columns().map(|(field, column)| {
        let (ident, ty, index, place) = (&field.ident, &field.ty, column.index, field.ty.span());
        let (this, reader, value) = (local("self"), local("reader"), local("value"));
        let read = model.names.free(&format!("value{index}"));
        let (kept, reading, assigning) = match &field.role {
            Role::Forward(_, relation) => {
                let (target, at) = (&relation.target, relation.index);
                let key = quote_spanned!(place=> <::querent::codegen::KeyOf<#target> as ::querent::codegen::StoredKey>);
                (
                    quote_spanned!(place=> _),
                    quote_spanned!(place=> ::core::option::Option::Some(#key::read_stored(#reader)?)),
                    quote_spanned! { place=>
                        #this.#ident = <#ty>::hydrate(#value, &#meta.relations[#at], #reader.origin())
                    },
                )
            }
            Role::Plain(_) | Role::Distant(_) if column.deferred => (
                quote_spanned!(place=> #ty),
                quote_spanned!(place=> #reader.deferred::<#ty>(&#meta, #index)?),
                quote_spanned!(place=> #this.#ident.set(#value)),
            ),
            Role::Plain(_) | Role::Distant(_) => (
                quote_spanned!(place=> #ty),
                quote_spanned!(place=> ::core::option::Option::Some(#reader.value()?)),
                quote_spanned!(place=> #this.#ident = #value),
            ),
        };
        let none = quote_spanned!(place=> let mut #read: ::core::option::Option<#kept> = ::core::option::Option::None;);
        let arm = quote_spanned!(place=> #index => #read = #reading);
        let set = quote_spanned! { place=>
            if let ::core::option::Option::Some(#value) = #read {
                #assigning
            }
        };
        (none, arm, set)
    });
    let (mut none, mut arms, mut set) = (Vec::new(), Vec::new(), Vec::new());
    for column in columns {
        none.push(column.0);
        arms.push(column.1);
        set.push(column.2);
    }
    quote! {
        fn assign(&mut self, reader: &mut ::querent::codegen::Reader<'_>) -> ::querent::codegen::Result<()> {
            #(#none)*
            reader.each(|reader, column| {
                match column {
                    #(#arms,)*
                    _ => ::querent::codegen::no_column::<Self>(column),
                }
                ::core::result::Result::Ok(())
            })?;
            #(#set)*
            ::core::result::Result::Ok(())
        }
    }
}

/// The first relation knows where the row comes from, or the first deferred field.
fn origin(model: &Model) -> TokenStream {
    let relation = model.relations().next().map(|(_, relation)| relation.index);
    let deferred = model.columns().find(|(_, column)| column.deferred).map(|(field, _)| &field.ident);
    let origin = match (relation, deferred) {
        (Some(relation), _) => {
            let slot = quote!(::querent::codegen::Model::slot(self, #relation));
            quote!(::core::option::Option::Some(::querent::codegen::Slot::origin(#slot)))
        }
        (None, Some(field)) => quote!(self.#field.origin()),
        (None, None) => return TokenStream::new(),
    };
    quote! {
        fn origin(&self) -> ::core::option::Option<&::querent::codegen::Origin> {
            #origin
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
