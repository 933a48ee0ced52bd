//! Relations as types without a value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Visibility;

use super::meta;
use crate::model::ir::{Field, Link, Model, Pairs, Relation};
use crate::names::plain;

/// A marker type for each relation, with what it says to rustc.
pub(super) fn markers(model: &Model) -> TokenStream {
    model.relations().map(|(field, relation)| marker(model, field, relation)).collect()
}

fn marker(model: &Model, field: &Field, relation: &Relation) -> TokenStream {
    let (ident, ty, index) = (&model.ident, &field.ty, relation.index);
    let structure = structure(model, field);
    let marker = reference(model, field);
    let meta = meta::name(model);
    let (stored, direction) = match &relation.link {
        Link::Forward { .. } => {
            let target = &relation.target;
            (quote!(#target), quote!(ToOne))
        }
        link if link.leads_to_many() => (quote!(()), quote!(ToMany)),
        Link::Reverse { .. } | Link::Pairs(_) => (quote!(()), quote!(ToOne)),
    };
    let slot = match &relation.link {
        Link::Forward { one_to_one: false, .. } => Some(quote!(ForeignKeyRelation)),
        Link::Forward { one_to_one: true, .. } => Some(quote!(OneToOneRelation)),
        // Only the side that knows the table can be named by the other: two that name each other know none.
        Link::Pairs(Pairs::Owned { .. } | Pairs::Through { .. }) => Some(quote!(ManyToManyRelation)),
        Link::Pairs(Pairs::By(_)) | Link::Reverse { .. } => None,
    };
    let slot = slot.map(|slot| quote!(impl ::querent::codegen::#slot for #marker {}));
    quote! {
        #structure
        impl ::querent::codegen::Relation for #marker {
            type From = #ident;
            type To = <#ty as ::querent::codegen::RelationType>::To;
            type Null = <#ty as ::querent::codegen::RelationType>::Null;
            type Stored = #stored;
            const META: &'static ::querent::codegen::RelationMeta = &#meta.relations[#index];
        }
        impl ::querent::codegen::#direction for #marker {}
        #slot
        impl ::querent::codegen::RelationAt<#index, #ty> for #ident {
            type Relation = #marker;
        }
    }
}

/// The marker's declaration.
fn structure(model: &Model, field: &Field) -> TokenStream {
    let (visibility, name) = (&model.visibility, name(model, field));
    if !is_hidden(model, field) {
        return quote! {
            #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
            #visibility struct #name;
        };
    }
    quote! {
        #[derive(::core::fmt::Debug)]
        #visibility struct #name<T>(::core::marker::PhantomData<fn() -> T>);
        impl<T> ::core::clone::Clone for #name<T> {
            fn clone(&self) -> Self { *self }
        }
        impl<T> ::core::marker::Copy for #name<T> {}
    }
}

/// The marker where it is mentioned. That of a hidden field has the field's type, and is as visible as this: the interface
/// of a type that everybody sees cannot lead to a model that only some see.
fn reference(model: &Model, field: &Field) -> TokenStream {
    let (name, ty) = (name(model, field), &field.ty);
    if is_hidden(model, field) { quote!(#name<#ty>) } else { quote!(#name) }
}

/// Whether fewer see the field than see the model.
fn is_hidden(model: &Model, field: &Field) -> bool {
    let is_public = matches!(field.visibility, Visibility::Public(_));
    let is_private = matches!(model.visibility, Visibility::Inherited);
    !is_public && !is_private && field.visibility != model.visibility
}

/// `ProductCategory`, unless the user's own struct mentions a type of that name.
fn name(model: &Model, field: &Field) -> Ident {
    let mut name = plain(&model.ident);
    for word in plain(&field.ident).split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        name.extend(letters);
    }
    model.names.free(&name)
}
