//! Relations as types without a value.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::meta;
use crate::model::ir::{Field, Link, Model, Pairs, Relation};
use crate::names::plain;

/// A marker type for each relation, with what it says to rustc.
pub(super) fn markers(model: &Model) -> TokenStream {
    model.relations().map(|(field, relation)| marker(model, field, relation)).collect()
}

fn marker(model: &Model, field: &Field, relation: &Relation) -> TokenStream {
    let (ident, visibility, ty, index) = (&model.ident, &model.visibility, &field.ty, relation.index);
    let marker = name(model, field);
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
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #visibility struct #marker;
        impl ::querent::codegen::Relation for #marker {
            type From = #ident;
            type To = <#ty as ::querent::codegen::RelationType>::To;
            type Null = <#ty as ::querent::codegen::RelationType>::Null;
            type Stored = #stored;
            const META: &'static ::querent::codegen::RelationMeta = &#meta.relations[#index];
        }
        impl ::querent::codegen::#direction for #marker {}
        #slot
        impl ::querent::codegen::RelationAt<#index> for #ident {
            type Relation = #marker;
        }
    }
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
