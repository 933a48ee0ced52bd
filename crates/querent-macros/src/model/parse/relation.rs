//! A field that is a relation.

use darling::{Error, Result};
use proc_macro2::{Ident, Span};
use querent_schema::{key_column_name, pairs_column_names, pairs_table_name};
use syn::spanned::Spanned;

use crate::model::attributes::RelationArguments;
use crate::model::ir::{Column, Default, Link, OnDelete, Pairs, Relation, Role};
use crate::model_type::Slot;
use crate::names;

use super::column::{is_false, is_true};
use super::default;
use super::slot::{Target, target};

/// The model that a field belongs to.
pub(super) struct Owner<'a> {
    pub(super) ident: &'a Ident,
    pub(super) table: &'a str,
}

/// Reads the relation that a field stands for.
pub(super) fn relation(
    field: &syn::Field,
    slot: Slot,
    owner: &Owner<'_>,
    name: &str,
    arguments: &RelationArguments,
) -> Result<Role> {
    let target = target(slot, &field.ty)?;
    match slot {
        Slot::ForeignKey | Slot::OneToOne => forward(field, slot, name, arguments, &target),
        Slot::HasOne | Slot::HasMany => reverse(field, slot, arguments, &target),
        Slot::ManyToMany => pairs(field, owner, name, arguments, &target),
    }
}

fn forward(
    field: &syn::Field,
    slot: Slot,
    name: &str,
    arguments: &RelationArguments,
    target: &Target<'_>,
) -> Result<Role> {
    let mut mistakes = Error::accumulator();
    let by = arguments.by.as_ref().map(|by| ("by", by.span()));
    for (argument, span) in by.into_iter().chain(arguments.of_pairs()) {
        let message =
            format!("a `{}` has the key on this side, so `{argument}` means nothing here", slot.name());
        mistakes.push(Error::custom(message).with_span(&span));
    }
    let one_to_one = slot == Slot::OneToOne;
    if let Some(unique) = arguments.unique.as_ref().filter(|unique| ***unique && !one_to_one) {
        let message = "a `ForeignKey` that is unique is a `OneToOne`";
        mistakes.push(Error::custom(message).with_span(&unique.span()));
    }
    let default = arguments.default.as_ref().map(|argument| default::of_key(argument).map(Default::Sql));
    let default = default.and_then(|default| mistakes.handle(default)).unwrap_or(Default::None);
    let on_delete = mistakes.handle(on_delete(field, slot, arguments, target));
    let column_name = mistakes.handle(key_column(field, name, arguments)).unwrap_or_default();
    let column = Column {
        index: 0,
        name: column_name,
        nullable: target.optional,
        max_length: None,
        precision: None,
        unique: one_to_one,
        indexed: arguments.index.is_none() || is_true(&arguments.index),
        deferred: false,
        default,
    };
    let link = Link::Forward { one_to_one, on_delete: on_delete.unwrap_or(OnDelete::NoAction) };
    mistakes.finish_with(Role::Forward(column, Relation { index: 0, target: target.ty.clone(), link }))
}

fn key_column(field: &syn::Field, name: &str, arguments: &RelationArguments) -> Result<String> {
    let way_out = "#[relation(column = \"…\")]";
    match &arguments.column {
        Some(column) => names::check(&column.value(), "column", way_out, column).map(|()| column.value()),
        None => {
            let column = key_column_name(name);
            names::check(&column, "column", way_out, &field.ident).map(|()| column)
        }
    }
}

fn on_delete(
    field: &syn::Field,
    slot: Slot,
    arguments: &RelationArguments,
    target: &Target<'_>,
) -> Result<OnDelete> {
    let Some(on_delete) = &arguments.on_delete else {
        let names = OnDelete::ALL.map(|(name, _)| name).join(", ");
        let message = format!(
            "say what happens when the `{}` is deleted: `#[relation(on_delete = Cascade)]`, or one of {names}",
            target.model
        );
        return Err(Error::custom(message).with_span(&field.ty.span()));
    };
    let message = match **on_delete {
        OnDelete::SetNull if !target.optional => {
            format!("`SetNull` needs a key that can be NULL: `{}<Option<{}>>`", slot.name(), target.model)
        }
        OnDelete::SetDefault if !target.optional && arguments.default.is_none() => {
            "`SetDefault` needs a default: `#[relation(on_delete = SetDefault, default = 1)]`".to_owned()
        }
        action if action != OnDelete::NoAction && is_false(&arguments.constraint) => format!(
            "without its constraint, nothing becomes of the key when the `{}` is deleted: say `on_delete = NoAction`",
            target.model
        ),
        action => return Ok(action),
    };
    Err(Error::custom(message).with_span(&on_delete.span()))
}

fn reverse(
    field: &syn::Field,
    slot: Slot,
    arguments: &RelationArguments,
    target: &Target<'_>,
) -> Result<Role> {
    let mut mistakes = Error::accumulator();
    for (argument, span) in arguments.of_keys().into_iter().chain(arguments.of_pairs()) {
        let message =
            format!("a `{}` has no key of its own, so `{argument}` means nothing here", slot.name());
        mistakes.push(Error::custom(message).with_span(&span));
    }
    // Without a name the mistake is reported, and what stands for it is not expanded.
    let by = mistakes.handle(key_there(field, arguments, target)).unwrap_or_else(|| target.model.clone());
    let link = Link::Reverse { many: slot == Slot::HasMany, by };
    mistakes.finish_with(Role::Distant(Relation { index: 0, target: target.ty.clone(), link }))
}

fn key_there(field: &syn::Field, arguments: &RelationArguments, target: &Target<'_>) -> Result<Ident> {
    arguments.by.clone().ok_or_else(|| {
        let message = format!(
            "say which key of `{}` leads here: `#[relation(by = …)]` with the name of its field",
            target.model
        );
        Error::custom(message).with_span(&field.ty.span())
    })
}

fn pairs(
    field: &syn::Field,
    owner: &Owner<'_>,
    name: &str,
    arguments: &RelationArguments,
    target: &Target<'_>,
) -> Result<Role> {
    let mut mistakes = Error::accumulator();
    for (argument, span) in arguments.of_keys() {
        let message = format!("a `ManyToMany` has no key of its own, so `{argument}` means nothing here");
        mistakes.push(Error::custom(message).with_span(&span));
    }
    let of_pairs = arguments.of_pairs();
    let symmetrical = arguments.symmetrical.is_present();
    if symmetrical && target.model != owner.ident {
        let message = format!(
            "a relation is symmetrical between rows of one model, and this one leads from `{}` to `{}`",
            owner.ident, target.model
        );
        mistakes.push(Error::custom(message).with_span(&arguments.symmetrical.span()));
    }
    let found = match (&arguments.by, &arguments.through) {
        (Some(by), _) => {
            for (argument, span) in of_pairs {
                let message = format!("the other side, `{by}`, says `{argument}`; here `by` is enough");
                mistakes.push(Error::custom(message).with_span(&span));
            }
            Pairs::By(by.clone())
        }
        (None, Some(through)) => {
            if let Some(table) = &arguments.table {
                let message = "the model of `through` says which table it is";
                mistakes.push(Error::custom(message).with_span(&table.span()));
            }
            let columns =
                arguments.columns.as_ref().map(|columns| (columns.from.value(), columns.to.value()));
            Pairs::Through { model: through.clone(), columns, symmetrical }
        }
        (None, None) => {
            mistakes.handle(owned(field, owner, name, arguments, target)).unwrap_or_else(Pairs::nothing)
        }
    };
    mistakes.finish_with(Role::Distant(Relation {
        index: 0,
        target: target.ty.clone(),
        link: Link::Pairs(found),
    }))
}

fn owned(
    field: &syn::Field,
    owner: &Owner<'_>,
    name: &str,
    arguments: &RelationArguments,
    target: &Target<'_>,
) -> Result<Pairs> {
    let place: Span = arguments.table.as_ref().map_or_else(|| field.ident.span(), syn::LitStr::span);
    let table =
        arguments.table.as_ref().map_or_else(|| pairs_table_name(owner.table, name), syn::LitStr::value);
    names::check(&table, "table of pairs", "#[relation(table = \"…\")]", &place)?;
    let (from, to) = match &arguments.columns {
        Some(columns) => (columns.from.value(), columns.to.value()),
        None => pairs_column_names(&names::plain(owner.ident), &names::plain(target.model)),
    };
    for column in [&from, &to] {
        names::check(column, "column", "#[relation(columns = (…, …))]", &place)?;
    }
    if from == to {
        let message = format!("both columns of the table of pairs are called `{from}`");
        return Err(Error::custom(message).with_span(&place));
    }
    Ok(Pairs::Owned { table, from, to, symmetrical: arguments.symmetrical.is_present() })
}
