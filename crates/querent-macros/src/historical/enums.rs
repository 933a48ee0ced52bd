//! The enums of the database as choices.

use proc_macro2::TokenStream;
use quote::quote;

use super::idents::{camel_case, distinct, ident};
use super::scope::Scope;

/// A type for each enum that a field has.
pub(super) fn all(scope: &Scope<'_>) -> TokenStream {
    scope.enums().map(|(name, labels)| enumeration(scope, name, labels)).collect()
}

fn enumeration(scope: &Scope<'_>, name: &str, labels: &[String]) -> TokenStream {
    let ty = scope.enumeration(scope.app(), name);
    let variants = distinct(labels.iter().map(|label| camel_case(label)));
    let variants = variants.iter().map(|variant| ident(variant));
    quote! {
        #[derive(
            ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq,
            ::core::hash::Hash, ::querent::Choices,
        )]
        #[choices(postgres = #name)]
        #[allow(dead_code, missing_docs, non_camel_case_types, unreachable_pub, reason = "generated")]
        pub enum #ty {
            #(#[choice(value = #labels)] #variants),*
        }
    }
}
