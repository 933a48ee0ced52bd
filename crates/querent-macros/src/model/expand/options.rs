//! What a model says to migrations alone, as data.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::ir::{Element, Exclude, Field, FieldOptions, Index, Model, Unique};
use crate::names::plain;

/// The options of a model.
pub(super) fn of(model: &Model) -> TokenStream {
    let (comment, renamed_from) =
        (option(model.options.comment.as_ref()), option(model.options.renamed_from.as_ref()));
    let unique = model.options.unique.iter().map(unique);
    let excludes = model.options.excludes.iter().map(exclude);
    let indexes = model.options.indexes.iter().map(index);
    let fields = model.fields.iter().filter(|field| field.options != FieldOptions::default()).map(field);
    quote! {
        ::querent::codegen::ModelOptions {
            comment: #comment,
            renamed_from: #renamed_from,
            unique: &[#(#unique),*],
            excludes: &[#(#excludes),*],
            indexes: &[#(#indexes),*],
            fields: &[#(#fields),*],
        }
    }
}

/// An `Option` as code.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

fn field(field: &Field) -> TokenStream {
    let FieldOptions { comment, renamed_from, unchecked, deferrable } = &field.options;
    let (name, constraint) = (plain(&field.ident), !unchecked);
    let (comment, renamed_from) = (option(comment.as_ref()), option(renamed_from.as_ref()));
    quote! {
        ::querent::codegen::FieldOptions {
            field: #name,
            comment: #comment,
            renamed_from: #renamed_from,
            constraint: #constraint,
            deferrable: #deferrable,
        }
    }
}

fn unique(unique: &Unique) -> TokenStream {
    let Unique { name, fields, include, condition, nulls_not_distinct, deferrable } = unique;
    let condition = option(condition.as_ref());
    quote! {
        ::querent::codegen::UniqueMeta {
            name: #name,
            fields: &[#(#fields),*],
            include: &[#(#include),*],
            condition: #condition,
            nulls_not_distinct: #nulls_not_distinct,
            deferrable: #deferrable,
        }
    }
}

fn exclude(exclude: &Exclude) -> TokenStream {
    let Exclude { name, elements, method, condition, deferrable } = exclude;
    let condition = option(condition.as_ref());
    quote! {
        ::querent::codegen::ExcludeMeta {
            name: #name,
            method: #method,
            elements: #elements,
            condition: #condition,
            deferrable: #deferrable,
        }
    }
}

fn index(index: &Index) -> TokenStream {
    let Index { name, elements, method, include, condition } = index;
    let (method, condition) = (option(method.as_ref()), option(condition.as_ref()));
    let elements = elements.iter().map(|element| match element {
        Element::Field { name, descending: false } => {
            quote!(::querent::codegen::ElementMeta::Ascending(#name))
        }
        Element::Field { name, descending: true } => {
            quote!(::querent::codegen::ElementMeta::Descending(#name))
        }
        Element::Sql(sql) => quote!(::querent::codegen::ElementMeta::Sql(#sql)),
    });
    quote! {
        ::querent::codegen::IndexMeta {
            name: #name,
            elements: &[#(#elements),*],
            method: #method,
            include: &[#(#include),*],
            condition: #condition,
        }
    }
}
