//! A custom manager as code.
//!
//! What returns `Self` is written once for the plain queryset and runs on any shape, since a plan has no types. The
//! written bodies stand in a private trait under names of their own: two traits with one method would be ambiguous.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ReturnType;

use super::method::{Answer, Method};
use super::parse::Manager;
use crate::names::plain;
use crate::self_type::written_out;

/// The trait, what implements it, and the written bodies.
pub(super) fn manager(manager: &Manager) -> TokenStream {
    let Manager { attributes, visibility, name, model, methods, names } = manager;
    let (shape, path, relation) = (names.free("S"), names.free("P"), names.free("R"));
    let written = bodies_name(manager);
    let doc = format!("Methods of querysets of `{}`.", quote!(#model));
    let declared = methods.iter().map(|method| declaration(manager, method));
    let (bodies, signatures): (TokenStream, TokenStream) =
        (methods.iter().map(body).collect(), methods.iter().map(signature).collect());
    let on_shapes = methods.iter().map(|method| implementation(manager, method, &quote!(self)));
    let on_relations = methods.iter().map(|method| implementation(manager, method, &quote!(self.all())));
    quote! {
        #[doc = #doc]
        #(#attributes)*
        #visibility trait #name: ::core::marker::Sized {
            /// What a method that goes on building returns.
            type Shaped;
            #(#declared)*
        }
        const _: () = {
            trait #written: ::core::marker::Sized { #signatures }
            impl #written for ::querent::codegen::QuerySet<#model> { #bodies }
            impl<#shape: ::querent::codegen::Shape<#model>> #name for ::querent::codegen::QuerySet<#model, #shape> {
                type Shaped = Self;
                #(#on_shapes)*
            }
            impl<#path, #relation> #name for ::querent::codegen::Related<#path, #relation>
            where
                #path: ::querent::codegen::Path,
                #relation: ::querent::codegen::Relation<To = #model>,
            {
                type Shaped =
                    ::querent::codegen::QuerySet<#model, ::querent::codegen::Along<#path, #relation>>;
                #(#on_relations)*
            }
        };
    }
}

fn builds(method: &Method) -> bool {
    matches!(method.answer, Answer::Queryset)
}

/// The name of the trait that the written bodies stand in.
fn bodies_name(manager: &Manager) -> Ident {
    manager.names.free("Written")
}

/// The name of a written body.
fn written(method: &Method) -> Ident {
    format_ident!("__{}", plain(&method.ident), span = method.ident.span())
}

/// `, argument0: Decimal`
fn arguments(method: &Method) -> TokenStream {
    method.arguments.iter().map(|(name, ty)| quote!(, #name: #ty)).collect()
}

fn names(method: &Method) -> TokenStream {
    method.arguments.iter().map(|(name, _)| quote!(, #name)).collect()
}

/// A method of the trait.
fn declaration(manager: &Manager, method: &Method) -> TokenStream {
    let Method { conditions, attributes, .. } = method;
    let head = head(manager, method);
    quote!(#(#conditions)* #(#attributes)* #head;)
}

/// A method's signature without its body. What does not go on building is there for plain querysets only.
fn head(manager: &Manager, method: &Method) -> TokenStream {
    let Method { ident, generics, .. } = method;
    let model = &manager.model;
    let queryset = quote!(::querent::codegen::QuerySet<#model>);
    let arguments = written_out(arguments(method), &queryset);
    let bounds = generics.where_clause.as_ref().map(|clause| &clause.predicates);
    if builds(method) {
        return quote!(fn #ident #generics (self #arguments) -> Self::Shaped where #bounds);
    }
    let returned = written_out(returned(&method.answer), &queryset);
    let comma = bounds.filter(|bounds| !bounds.empty_or_trailing()).map(|_| quote!(,));
    let instances = quote_spanned!(ident.span()=> ::querent::codegen::Instances<#model>);
    quote! {
        fn #ident #generics (self #arguments) #returned where #bounds #comma Self: #instances
    }
}

fn returned(answer: &Answer) -> TokenStream {
    match answer {
        Answer::Queryset => quote!(-> Self),
        Answer::Other(returned) => quote!(#returned),
        Answer::Future(ReturnType::Default) => {
            quote!(-> impl ::core::future::Future<Output = ()> + ::core::marker::Send)
        }
        Answer::Future(ReturnType::Type(_, ty)) => {
            quote!(-> impl ::core::future::Future<Output = #ty> + ::core::marker::Send)
        }
    }
}

/// The declaration of a written body.
fn signature(method: &Method) -> TokenStream {
    let (written, generics, arguments, returned) =
        (written(method), &method.generics, arguments(method), returned(&method.answer));
    let (conditions, bounds) = (&method.conditions, &generics.where_clause);
    quote!(#(#conditions)* fn #written #generics (self #arguments) #returned #bounds;)
}

/// A body as it is written.
fn body(method: &Method) -> TokenStream {
    let Method { conditions, attributes_of_body, generics, receiver, written: arguments, body, .. } = method;
    let (name, returned) = (written(method), returned(&method.answer));
    let bounds = &generics.where_clause;
    let body = match method.answer {
        Answer::Future(_) => quote!({ async move #body }),
        Answer::Queryset | Answer::Other(_) => quote!(#body),
    };
    quote! {
        #(#conditions)*
        #(#attributes_of_body)*
        fn #name #generics (#receiver #(, #arguments)*) #returned #bounds #body
    }
}

/// A method where it is implemented: `start` makes of `self` the queryset that the body is run on.
fn implementation(manager: &Manager, method: &Method, start: &TokenStream) -> TokenStream {
    let (head, names, written) = (head(manager, method), names(method), written(method));
    let bodies = bodies_name(manager);
    let conditions = &method.conditions;
    if builds(method) {
        quote!(#(#conditions)* #head { #start.on_plain(move |plain| #bodies::#written(plain #names)) })
    } else {
        quote!(#(#conditions)* #head { #bodies::#written(::querent::codegen::Instances::into_plain(self) #names) })
    }
}
