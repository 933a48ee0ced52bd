//! Choices as code: their values and labels, and how a column holds them.

use proc_macro2::TokenStream;
use querent_schema::quote_identifier;
use quote::{format_ident, quote};

use super::ir::{Choices, Store};

/// Everything that the derive writes for an enum.
pub(super) fn choices(choices: &Choices) -> TokenStream {
    let ident = &choices.ident;
    let variants: Vec<_> = choices.variants.iter().map(|variant| &variant.ident).collect();
    let labels = choices.variants.iter().map(|variant| &variant.label);
    let values: Vec<_> = choices.variants.iter().map(|variant| &variant.value).collect();
    let (value_type, value) = match &choices.store {
        Store::Text | Store::Postgres(_) => (
            quote!(&'static ::core::primitive::str),
            quote!(match self { #(#ident::#variants => #values),* }),
        ),
        Store::Integer(integer) => {
            let integer = format_ident!("{integer}");
            (quote!(::core::primitive::#integer), quote!(self as ::core::primitive::#integer))
        }
    };
    let stored = match &choices.store {
        Store::Integer(integer) => as_integer(choices, integer),
        Store::Text => as_label(choices, TokenStream::new()),
        Store::Postgres(name) => {
            let sql = quote_identifier(name);
            as_label(
                choices,
                quote! {
                    const SQL: &'static ::core::primitive::str = #sql;
                    const ENUMERATION: ::core::option::Option<::querent::codegen::Enumeration> =
                        ::core::option::Option::Some(::querent::codegen::Enumeration {
                            name: #name,
                            labels: &[#(#values),*],
                        });
                },
            )
        }
    };
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::Choices for #ident {
            type Value = #value_type;
            const ALL: &'static [Self] = &[#(#ident::#variants),*];
            fn value(self) -> Self::Value {
                #value
            }
            fn label(self) -> &'static ::core::primitive::str {
                match self { #(#ident::#variants => #labels),* }
            }
        }
        #stored
    }
}

fn as_label(choices: &Choices, in_the_database: TokenStream) -> TokenStream {
    let ident = &choices.ident;
    let conversion = conversion(
        choices,
        quote!(::querent::codegen::Label<Self>),
        quote!(::querent::codegen::Label(*self)),
        quote!(::core::result::Result::Ok(stored.0)),
    );
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::Labelled for #ident {
            #in_the_database
        }
        #conversion
        impl ::core::str::FromStr for #ident {
            type Err = ::querent::codegen::UnknownChoice;
            fn from_str(value: &::core::primitive::str) -> ::core::result::Result<Self, Self::Err> {
                ::querent::codegen::choice(value)
            }
        }
    }
}

/// A discriminant that the integer cannot hold would be cut.
fn as_integer(choices: &Choices, integer: &str) -> TokenStream {
    let (ident, integer) = (&choices.ident, format_ident!("{integer}"));
    let integer = quote!(::core::primitive::#integer);
    let variants = choices.variants.iter().map(|variant| &variant.ident);
    let conversion = conversion(
        choices,
        integer.clone(),
        quote!(::querent::codegen::Choices::value(*self)),
        quote!(::core::result::Result::Ok(::querent::codegen::choice(stored)?)),
    );
    quote! {
        const _: () = {
            #(::core::assert!(
                #ident::#variants as ::core::primitive::i128 == #ident::#variants as #integer as ::core::primitive::i128,
                "a discriminant does not fit the integer that the choices are stored as",
            );)*
        };
        #conversion
        impl ::core::convert::TryFrom<#integer> for #ident {
            type Error = ::querent::codegen::UnknownChoice;
            fn try_from(value: #integer) -> ::core::result::Result<Self, Self::Error> {
                ::querent::codegen::choice(value)
            }
        }
    }
}

fn conversion(choices: &Choices, stored: TokenStream, to: TokenStream, from: TokenStream) -> TokenStream {
    let ident = &choices.ident;
    quote! {
        #[diagnostic::do_not_recommend]
        impl ::querent::codegen::ColumnType for #ident {
            type Stored = #stored;
            fn to_stored(&self) -> Self::Stored {
                #to
            }
            fn from_stored(stored: Self::Stored) -> ::core::result::Result<Self, ::querent::codegen::Unread> {
                #from
            }
        }
    }
}
