//! The fields of a historical model.

use proc_macro2::TokenStream;
use querent_schema::state::{Field, ForeignKey, Kind, Model, ModelName, Pairs, PairsBy, Plain};
use querent_schema::{Default, OnDelete};
use quote::quote;
use syn::Ident;

use super::idents::ident;
use super::scope::Scope;
use super::types;

/// A model whose fields are written.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) name: &'a ModelName,
    pub(super) model: &'a Model,
}

impl Owner<'_> {
    /// A field of the struct, with its attribute.
    ///
    /// # Errors
    ///
    /// Why there is none.
    pub(super) fn field(&self, field: &Field) -> Result<TokenStream, String> {
        let name = ident(&field.name);
        match &field.kind {
            Kind::Plain(plain) => self.plain(&field.name, &name, plain),
            Kind::ForeignKey(key) => Ok(self.key(&name, key)),
            Kind::ManyToMany(pairs) => Ok(self.pairs(&name, pairs)),
        }
    }

    fn plain(&self, field: &str, name: &Ident, plain: &Plain) -> Result<TokenStream, String> {
        let column = &plain.column;
        let ty = types::rust_type(self.scope, &self.name.app, &plain.sql_type).ok_or_else(|| {
            format!("`{}.{field}` is of the type `{}`, which no Rust type holds", self.name, plain.sql_type)
        })?;
        let ty = optional(plain.nullable, ty);
        let sizes = types::sizes(&plain.sql_type);
        let is_key = *self.model.primary_key == [field];
        let primary_key = is_key.then(|| quote!(primary_key,));
        let unique = (plain.unique && !is_key).then(|| quote!(unique,));
        let default = match &plain.default {
            Some(Default::Literal(sql) | Default::Expression(sql)) => quote!(default = sql(#sql),),
            Some(Default::Generated(sql)) => quote!(generated = #sql,),
            // The derive counts a key by itself.
            Some(Default::Identity) | None => TokenStream::new(),
        };
        Ok(quote! {
            #[field(column = #column, #sizes #primary_key #unique #default)]
            pub #name: #ty
        })
    }

    fn key(&self, name: &Ident, key: &ForeignKey) -> TokenStream {
        let column = &key.column;
        let target = optional(key.nullable, self.scope.model(&self.name.app, &key.to));
        let slot = if key.unique { quote!(OneToOne) } else { quote!(ForeignKey) };
        let on_delete = match key.on_delete {
            OnDelete::Cascade => quote!(Cascade),
            OnDelete::SetNull => quote!(SetNull),
            OnDelete::SetDefault => quote!(SetDefault),
            OnDelete::Restrict => quote!(Restrict),
            OnDelete::NoAction => quote!(NoAction),
        };
        let default = match &key.default {
            Some(Default::Literal(sql) | Default::Expression(sql)) => quote!(default = sql(#sql),),
            Some(Default::Identity | Default::Generated(_)) | None => TokenStream::new(),
        };
        quote! {
            #[relation(column = #column, on_delete = #on_delete, #default)]
            pub #name: ::querent::#slot<#target>
        }
    }

    fn pairs(&self, name: &Ident, pairs: &Pairs) -> TokenStream {
        let target = self.scope.model(&self.name.app, &pairs.to);
        let by = match &pairs.by {
            PairsBy::Table { table, from, to } => quote!(table = #table, columns = (#from, #to)),
            PairsBy::Through(through) => {
                let path = self.scope.model(&self.name.app, through);
                let columns = self.columns_of(through, &pairs.to);
                quote!(through = #path, #columns)
            }
        };
        quote! {
            #[relation(#by)]
            pub #name: ::querent::ManyToMany<#target>
        }
    }

    /// The columns of a model in between: its first key to this side, and its first other one to that side.
    fn columns_of(&self, through: &ModelName, to: &ModelName) -> Option<TokenStream> {
        let fields = &self.scope.state.models.get(through)?.fields;
        let keys = || {
            fields.iter().filter_map(|field| match &field.kind {
                Kind::ForeignKey(key) => Some(key),
                Kind::Plain(_) | Kind::ManyToMany(_) => None,
            })
        };
        let from = &keys().find(|key| key.to == *self.name)?.column;
        let to = &keys().find(|key| key.to == *to && key.column != *from)?.column;
        Some(quote!(columns = (#from, #to)))
    }
}

fn optional(nullable: bool, ty: TokenStream) -> TokenStream {
    if nullable { quote!(::core::option::Option<#ty>) } else { ty }
}
