//! `ProductDraft`: a new row, with a type parameter for each field that must have a value.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::meta;
use crate::model::ir::{Column, Field, Model, Role};
use crate::names::{self, plain};

/// `ProductDraft`.
pub(super) fn name(model: &Model) -> Ident {
    names::of_draft(&model.ident)
}

/// `Product_name`: the type that stands for a required field, called so that rustc prints no path before it.
fn marker(model: &Model, field: &Field) -> Ident {
    format_ident!("{}_{}", plain(&model.ident), plain(&field.ident))
}

/// One type parameter for each required field.
fn parameters(model: &Model) -> Vec<Ident> {
    (0..model.required().count()).map(|at| model.names.free(&format!("Given{at}"))).collect()
}

/// The struct.
pub(super) fn structure(model: &Model) -> TokenStream {
    let (name, visibility, ident) = (name(model), &model.visibility, &model.ident);
    let parameters = parameters(model);
    let doc = format!("A new row of [`{}`], to be filled in field by field.", plain(ident));
    let fields = quote! {
        row: ::querent::codegen::DraftRow<#ident>,
        given: ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>,
    };
    // Errors that point at the draft point at the user's struct.
    let structure = quote_spanned! { ident.span()=>
        struct #name<#(#parameters = ::querent::codegen::IsSet),*> { #fields }
    };
    quote! {
        #[doc = #doc]
        #[must_use = "a draft is no row before `create`"]
        #[allow(dead_code, non_camel_case_types, unreachable_pub, reason = "generated")]
        #visibility #structure
    }
}

/// The type of a draft without any value.
pub(super) fn empty(model: &Model) -> TokenStream {
    let (name, missing) = (name(model), module(model));
    let fields = model.required().map(|(field, _)| {
        let marker = marker(model, field);
        quote!(::querent::codegen::Missing<#missing::#marker>)
    });
    quote!(#name<#(#fields),*>)
}

/// The module of types that are called like the required fields.
fn module(model: &Model) -> Ident {
    model.names.free("missing")
}

/// Setters, `create`, and what a complete draft is.
pub(super) fn methods(model: &Model) -> TokenStream {
    let (ident, name, visibility, missing) = (&model.ident, name(model), &model.visibility, module(model));
    let parameters = parameters(model);
    let create = quote_spanned!(ident.span()=> create);
    let upsert = quote_spanned!(ident.span()=> upsert);
    let draft = quote_spanned!(ident.span()=> ::querent::codegen::Draft<#ident>);
    let markers = model.required().map(|(field, _)| marker(model, field));
    let keys = model.required().filter(|(field, _)| matches!(field.role, Role::Forward(..)));
    let keys = keys.map(|(field, column)| {
        let (marker, index) = (marker(model, field), column.index);
        quote! {
            impl ::querent::codegen::RequiredKey for #missing::#marker {
                const COLUMN: usize = #index;
            }
        }
    });
    let setters = model.columns().filter(|(_, column)| !column.is_automatic()).map(|(field, column)| {
        let place = model.required().position(|(_, required)| required.index == column.index);
        setter(model, field, column, place.map(|place| after(&name, &parameters, place)))
    });
    quote! {
        mod #missing {
            #(pub struct #markers;)*
        }
        #(#keys)*
        impl<#(#parameters),*> #name<#(#parameters),*> {
            #(#setters)*

            /// `INSERT … RETURNING`: writes the row, and returns it as the database has it.
            #[track_caller]
            #visibility fn #create(
                self,
                db: &::querent::codegen::Db,
            ) -> ::querent::codegen::Run<'static, #ident>
            where
                Self: #draft,
            {
                ::querent::codegen::create(db, self)
            }

            /// `INSERT … ON CONFLICT (key) DO UPDATE`: creates the row, or writes the values into the one with its key.
            #[track_caller]
            #visibility fn #upsert(
                self,
                db: &::querent::codegen::Db,
            ) -> ::querent::codegen::Run<'static, ::querent::codegen::Upserted<#ident>>
            where
                Self: #draft,
            {
                ::querent::codegen::upsert(db, self)
            }
        }
        impl<#(#parameters),*> ::core::clone::Clone for #name<#(#parameters),*> {
            fn clone(&self) -> Self {
                #name { row: ::core::clone::Clone::clone(&self.row), given: ::core::marker::PhantomData }
            }
        }
        impl<#(#parameters),*> ::core::fmt::Debug for #name<#(#parameters),*> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(&self.row, f)
            }
        }
        #[diagnostic::do_not_recommend]
        impl<#(#parameters: ::querent::codegen::Given + 'static),*> ::querent::codegen::Draft<#ident>
            for #name<#(#parameters),*>
        {
        }
        #[diagnostic::do_not_recommend]
        impl<#(#parameters: ::querent::codegen::GivenOrKey + 'static),*> ::querent::codegen::DraftBehind<#ident>
            for #name<#(#parameters),*>
        {
            const MISSING: &'static [::core::option::Option<usize>] =
                &[#(<#parameters as ::querent::codegen::GivenOrKey>::MISSING),*];
            fn into_row(self) -> ::querent::codegen::DraftRow<#ident> {
                self.row
            }
        }
    }
}

/// The draft's type once the required field at `place` has its value.
fn after(name: &Ident, parameters: &[Ident], place: usize) -> TokenStream {
    let set = quote!(::querent::codegen::IsSet);
    let parameters = parameters
        .iter()
        .enumerate()
        .map(|(at, parameter)| if at == place { set.clone() } else { quote!(#parameter) });
    quote!(#name<#(#parameters),*>)
}

fn setter(model: &Model, field: &Field, column: &Column, after: Option<TokenStream>) -> TokenStream {
    let (ident, visibility, index) = (&field.ident, &model.visibility, column.index);
    let returned = after.unwrap_or_else(|| quote!(Self));
    let name = name(model);
    let value = model.names.free("V");
    let (bound, row) = match &field.role {
        Role::Forward(_, relation) => {
            let target = &relation.target;
            (
                quote_spanned!(ident.span()=> ::querent::codegen::KeyFor<#target>),
                quote!(set(#index, ::querent::codegen::Expr::Param(::querent::codegen::StoredKey::stored_param(value.key())))),
            )
        }
        Role::Plain(_) | Role::Distant(_) => {
            let (of, ty) = (&model.ident, meta::stored_type(field));
            (
                quote_spanned!(ident.span()=> ::querent::codegen::NewValue<#of, #ty>),
                quote!(set(#index, value.new_value())),
            )
        }
    };
    let doc = format!("Sets `{}`.", plain(ident));
    quote! {
        #[doc = #doc]
        #visibility fn #ident<#value: #bound>(self, value: #value) -> #returned {
            #name { row: self.row.#row, given: ::core::marker::PhantomData }
        }
    }
}
