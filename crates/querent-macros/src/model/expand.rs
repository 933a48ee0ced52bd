//! A model as code: constants, field reads, and calls of one line into `querent::codegen`.
//!
//! Helper types stand inside `const _`, so that the user's module gets two names and no more.

mod options;
mod meta;
mod key;
mod handles;
mod relations;
mod instance;
mod draft;

use proc_macro2::TokenStream;
use quote::quote;

use super::ir::Model;

/// Everything that the derive writes for a model.
pub(super) fn model(model: &Model) -> TokenStream {
    let fields = handles::structure(model);
    let draft = draft::structure(model);
    let meta = meta::statics(model);
    let parts = [
        handles::implementations(model),
        relations::markers(model),
        instance::model(model),
        draft::methods(model),
    ];
    let functions = functions(model);
    let registration = registration(model);
    quote! {
        #fields
        #draft
        #[allow(dead_code, non_camel_case_types, unreachable_pub, missing_docs, reason = "generated")]
        const _: () = {
            #meta
            #(#parts)*
            #functions
            #registration
        };
    }
}

/// The application that the model's module belongs to finds it by this.
fn registration(model: &Model) -> TokenStream {
    let meta = meta::name(model);
    match model.historical {
        true => TokenStream::new(),
        false => quote! {
            ::querent::codegen::inventory::submit! { ::querent::codegen::RegisteredModel(&#meta) }
        },
    }
}

/// `objects`, `draft` and `fields`.
fn functions(model: &Model) -> TokenStream {
    let (ident, visibility) = (&model.ident, &model.visibility);
    let draft_type = draft::empty(model);
    let draft_name = draft::name(model);
    quote! {
        impl #ident {
            /// All rows of the model, as a queryset.
            #[track_caller]
            #visibility fn objects(db: &::querent::codegen::Db) -> ::querent::codegen::QuerySet<Self> {
                ::querent::codegen::QuerySet::new(db)
            }

            /// A new row to fill in; `create` writes it.
            #visibility fn draft() -> #draft_type {
                #draft_name { row: ::querent::codegen::DraftRow::new(), given: ::core::marker::PhantomData }
            }

            /// The handles of the model's columns and relations, outside of a closure.
            #visibility const fn fields() -> ::querent::codegen::Fields<Self> {
                <::querent::codegen::Fields<Self> as ::querent::codegen::Handles>::NEW
            }
        }
    }
}
