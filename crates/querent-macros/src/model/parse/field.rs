//! One field of the struct.

use darling::{Error, Result};
use proc_macro2::{Ident, Span};
use syn::{Type, Visibility};

use crate::model::attributes::{self, FieldArguments, RelationArguments};
use crate::model::ir::{FieldOptions, Role};
use crate::model_type::{Kind, Slot};
use crate::names;

use super::column::column;
use super::deferred;
use super::options;
pub(super) use super::relation::Owner;
use super::relation::relation;

/// A field that was read.
pub(super) struct Parsed {
    pub(super) ident: Ident,
    pub(super) visibility: Visibility,
    pub(super) ty: Type,
    pub(super) kind: Kind,
    /// The place of `primary_key`, where it is written.
    pub(super) primary_key: Option<Span>,
    pub(super) role: Role,
    pub(super) options: FieldOptions,
}

/// Reads one field.
pub(super) fn parse(field: &syn::Field, owner: &Owner<'_>) -> Result<Parsed> {
    let mut mistakes = Error::accumulator();
    let of_field = attributes::only(&field.attrs, "field", &mut mistakes);
    let of_relation = attributes::only(&field.attrs, "relation", &mut mistakes);
    let ident =
        field.ident.clone().ok_or_else(|| Error::custom("a field of a model has a name").with_span(field))?;
    let name = names::plain(&ident);
    if matches!(&*name, "create" | "upsert") {
        let message = format!(
            "a field called `{name}` would hide the draft's method of that name; call it something else and keep the \
             column: `#[field(column = \"{name}\")]`"
        );
        mistakes.push(Error::custom(message).with_span(&ident));
    }
    let mut primary_key = None;
    let mut options = FieldOptions::default();
    let deferred = mistakes.handle(deferred::content(field)).flatten();
    let (field, is_deferred) = match &deferred {
        Some(content) => (content, true),
        None => (field, false),
    };
    let role = match Slot::of(&field.ty) {
        None => {
            if let Some(attribute) = of_relation {
                let message =
                    "`#[relation]` is for relations, and this field is a column: write `#[field(…)]`";
                mistakes.push(Error::custom(message).with_span(attribute.path()));
            }
            let arguments: Option<FieldArguments> = mistakes.handle(attributes::arguments(of_field));
            arguments.and_then(|arguments| {
                options = mistakes.handle(options::of_field(&arguments)).unwrap_or_default();
                primary_key = arguments.primary_key.is_present().then(|| arguments.primary_key.span());
                let mut column = mistakes.handle(column(field, &name, &arguments))?;
                if is_deferred {
                    mistakes.handle(deferred::arguments(&arguments));
                    column.deferred = true;
                }
                Some(Role::Plain(column))
            })
        }
        Some(slot) => {
            if let Some(attribute) = of_field {
                let message =
                    "`#[field]` is for columns, and this field is a relation: write `#[relation(…)]`";
                mistakes.push(Error::custom(message).with_span(attribute.path()));
            }
            let arguments: Option<RelationArguments> = mistakes.handle(attributes::arguments(of_relation));
            arguments.and_then(|arguments| {
                options = mistakes.handle(options::of_relation(&arguments, slot)).unwrap_or_default();
                mistakes.handle(relation(field, slot, owner, &name, &arguments))
            })
        }
    };
    mistakes.finish()?;
    let role = role.ok_or_else(|| Error::custom("this field was not understood").with_span(field))?;
    let (visibility, ty, kind) = (field.vis.clone(), field.ty.clone(), Kind::of(&field.ty));
    Ok(Parsed { ident, visibility, ty, kind, primary_key, role, options })
}
