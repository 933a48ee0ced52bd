//! The model as data: a `static`, so that each model, column and relation has one address.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use crate::model::ir::{Check, Clock, Column, Default, Field, Link, Model, Pairs, Relation, Role};
use crate::model_type::Kind;
use crate::names::plain;

use super::options;
use super::options::option;

/// The name of the static.
pub(super) fn name(model: &Model) -> Ident {
    model.names.free("META")
}

/// The static.
pub(super) fn statics(model: &Model) -> TokenStream {
    let name = name(model);
    let (struct_name, table, managed) = (plain(&model.ident), &model.table, model.managed);
    let columns = model.columns().map(|(field, column)| self::column(field, column));
    let relations = model.relations().map(|(field, relation)| self::relation(model, field, relation));
    let checks = model.checks.iter().map(check);
    let options = options::of(model);
    let keys: Vec<usize> = model.key_columns().collect();
    let key = keys.first().copied().unwrap_or_default();
    quote! {
        static #name: ::querent::codegen::ModelMeta = ::querent::codegen::ModelMeta {
            name: #struct_name,
            module: ::core::module_path!(),
            table: #table,
            managed: #managed,
            columns: &[#(#columns),*],
            key: #key,
            keys: &[#(#keys),*],
            relations: &[#(#relations),*],
            checks: &[#(#checks),*],
            options: #options,
        };
    }
}

fn check(check: &Check) -> TokenStream {
    let Check { name, condition } = check;
    quote!(::querent::codegen::CheckMeta { name: #name, condition: #condition })
}

fn column(field: &Field, column: &Column) -> TokenStream {
    let (field_name, name) = (plain(&field.ident), &column.name);
    let ty = stored_type(field);
    let max_length = option(column.max_length.map(Literal::u32_suffixed));
    let precision = option(column.precision.map(|(digits, places)| quote!((#digits, #places))));
    let (unique, index, deferred) = (column.unique, column.indexed, column.deferred);
    let default = default(field, &column.default);
    quote! {
        ::querent::codegen::column::<#ty>(#field_name, #name, ::querent::codegen::ColumnOptions {
            max_length: #max_length,
            precision: #precision,
            unique: #unique,
            index: #index,
            deferred: #deferred,
            default: #default,
        })
    }
}

/// The type that a field's column holds: a relation's is that of the key it points at.
pub(super) fn stored_type(field: &Field) -> TokenStream {
    match &field.role {
        Role::Forward(_, relation) => {
            let target = &relation.target;
            quote!(::querent::codegen::KeyColumn<#target>)
        }
        Role::Plain(_) | Role::Distant(_) => {
            let ty = &field.ty;
            quote!(#ty)
        }
    }
}

fn default(field: &Field, default: &Default) -> TokenStream {
    let ty = &field.ty;
    match default {
        Default::None => quote!(::querent::codegen::DefaultMeta::None),
        Default::Identity => match Kind::of(ty) {
            Kind::Integer(_) => quote!(::querent::codegen::DefaultMeta::Identity),
            _ => quote_spanned!(ty.span()=> ::querent::codegen::identity::<#ty>()),
        },
        Default::Sql(sql) => quote!(::querent::codegen::DefaultMeta::Sql(#sql)),
        Default::Choice(path) => quote_spanned! { path.span()=>
            ::querent::codegen::DefaultMeta::Choice(|| ::querent::codegen::choice_literal::<#ty>(#path))
        },
        Default::Generated(sql) => quote!(::querent::codegen::DefaultMeta::Generated(#sql)),
        Default::Version => quote!(::querent::codegen::DefaultMeta::Version),
        Default::AutoNow(clock) => {
            let variant = match clock {
                Clock::WhenCreated => quote!(AutoNowAdd),
                Clock::WheneverSaved => quote!(AutoNow),
            };
            quote_spanned! { ty.span()=>
                ::querent::codegen::DefaultMeta::#variant(::querent::codegen::clock::<#ty>())
            }
        }
    }
}

fn relation(model: &Model, field: &Field, relation: &Relation) -> TokenStream {
    let (ident, name, index) = (&model.ident, plain(&field.ident), relation.index);
    let target = target_model(field, relation);
    let link = link(model, field, relation);
    quote! {
        ::querent::codegen::RelationMeta {
            name: #name,
            index: #index,
            model: ::querent::codegen::meta_of::<#ident>,
            target: #target,
            link: #link,
        }
    }
}

/// The model that a relation leads to; one that a key points at has one of one column.
fn target_model(field: &Field, relation: &Relation) -> TokenStream {
    let (target, place) = (&relation.target, field.ty.span());
    match relation.link {
        Link::Forward { .. } => {
            quote_spanned!(place=> ::querent::codegen::target_of::<::querent::codegen::ModelOf<#target>>)
        }
        Link::Pairs(_) => quote_spanned!(place=> ::querent::codegen::target_of::<#target>),
        Link::Reverse { .. } => quote!(::querent::codegen::meta_of::<#target>),
    }
}

fn link(model: &Model, field: &Field, relation: &Relation) -> TokenStream {
    let (ident, target) = (&model.ident, &relation.target);
    match &relation.link {
        Link::Forward { one_to_one, on_delete } => {
            let column = field.column().map_or(0, |column| column.index);
            let on_delete = format_ident!("{}", on_delete.name());
            quote! {
                ::querent::codegen::Link::Forward {
                    column: #column,
                    unique: #one_to_one,
                    on_delete: ::querent::codegen::OnDelete::#on_delete,
                }
            }
        }
        Link::Reverse { many, by } => {
            let function = if *many { "foreign_key_to" } else { "one_to_one_to" };
            let by = relation_of(ident, target, by, function);
            quote!(::querent::codegen::Link::Reverse { by: || #by })
        }
        Link::Pairs(pairs) => {
            let owner = !matches!(pairs, Pairs::By(_));
            let join = join(ident, target, pairs);
            quote!(::querent::codegen::Link::Through { join: || #join, owner: #owner })
        }
    }
}

fn join(ident: &Ident, target: &syn::Type, pairs: &Pairs) -> TokenStream {
    match pairs {
        Pairs::Owned { table, from, to, symmetrical } => quote! {
            ::querent::codegen::JoinTable {
                table: #table,
                from: #from,
                to: #to,
                symmetrical: #symmetrical,
                through: ::core::option::Option::None,
            }
        },
        Pairs::Through { model, columns, symmetrical } => {
            let columns = option(columns.as_ref().map(|(from, to)| quote!((#from, #to))));
            quote!(::querent::codegen::through::<#ident, #model, #target>(#columns, #symmetrical))
        }
        Pairs::By(by) => relation_of(ident, target, by, "pairs_with"),
    }
}

/// A relation of another model, by the field that the user names.
fn relation_of(ident: &Ident, other: &syn::Type, by: &Ident, function: &str) -> TokenStream {
    let function = Ident::new(function, by.span());
    quote_spanned! { by.span()=>
        ::querent::codegen::#function::<#ident, _>(
            <::querent::codegen::Fields<#other> as ::querent::codegen::Handles>::NEW.#by
        )
    }
}
