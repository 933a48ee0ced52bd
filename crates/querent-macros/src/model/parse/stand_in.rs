//! What stands for fields that were not understood, so that the rest of the program still sees a model.

use crate::model::ir::{Column, Default, FieldOptions, Link, OnDelete, Pairs, Relation, Role};
use crate::model_type::{Kind, Slot, option};
use crate::names;

use super::deferred;
use super::field::Parsed;
use super::slot::target;

/// A field as its type alone has it; nothing if that would make rustc report the mistake again.
pub(super) fn field(field: &syn::Field) -> Option<Parsed> {
    let ident = field.ident.clone()?;
    let name = names::plain(&ident);
    if matches!(&*name, "create" | "upsert") {
        return None;
    }
    let content = deferred::content(field).ok()?;
    let is_deferred = content.is_some();
    let field = content.as_ref().unwrap_or(field);
    let role = match Slot::of(&field.ty) {
        None => {
            let column = column(name, option(&field.ty).is_some());
            Role::Plain(Column { deferred: is_deferred, ..column })
        }
        Some(slot) => {
            let target = target(slot, &field.ty).ok()?;
            let relation = |link| Relation { index: 0, target: target.ty.clone(), link };
            if slot.is_forward() {
                let one_to_one = slot == Slot::OneToOne;
                let link = Link::Forward { one_to_one, on_delete: OnDelete::NoAction };
                Role::Forward(column(format!("{name}_id"), target.optional), relation(link))
            } else {
                Role::Distant(relation(Link::Pairs(Pairs::nothing())))
            }
        }
    };
    Some(Parsed {
        ident,
        visibility: field.vis.clone(),
        ty: field.ty.clone(),
        kind: Kind::of(&field.ty),
        primary_key: None,
        role,
        options: FieldOptions::default(),
    })
}

/// A field that can be the key of a model without one.
pub(super) fn key(fields: &[Parsed]) -> Option<usize> {
    fields.iter().position(|field| {
        let is_column = matches!(&field.role, Role::Plain(column) if !column.nullable && !column.deferred);
        is_column && field.kind.is_key() && field.kind != Kind::Other
    })
}

/// A column that drafts can leave out.
fn column(name: String, nullable: bool) -> Column {
    Column {
        index: 0,
        name,
        nullable,
        max_length: None,
        precision: None,
        unique: false,
        indexed: false,
        deferred: false,
        default: Default::Sql(String::new()),
    }
}
