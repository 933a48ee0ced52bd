//! What concerns all fields together: the key, and names that are used twice.

use std::collections::HashMap;

use darling::error::Accumulator;
use darling::{Error, Result};
use proc_macro2::Ident;

use crate::model::ir::{Default, Field, Role};
use crate::model_type::{Kind, option};
use crate::names;

use super::column::is_key;
use super::field::Parsed;

/// The index of the primary key: the field that says so, or the one called `id`.
pub(super) fn key(model: &Ident, fields: &[Parsed]) -> Result<usize> {
    let mut marked = fields.iter().enumerate().filter(|(_, field)| field.primary_key.is_some());
    if let Some((key, _)) = marked.next() {
        return match marked.next() {
            Some((_, Parsed { primary_key: Some(again), .. })) => {
                Err(Error::custom("a model has one primary key").with_span(again))
            }
            _ => Ok(key),
        };
    }
    let id = fields.iter().position(|field| names::plain(&field.ident) == "id");
    match id {
        Some(key) if matches!(fields[key].role, Role::Plain(_)) => {
            let field = &fields[key];
            is_key(&field.ty, field.kind, option(&field.ty).is_some()).map(|()| key)
        }
        _ => Err(Error::custom(format!(
            "`{model}` has no primary key: add `id: i64`, or mark a field with `#[field(primary_key)]`"
        ))
        .with_span(model)),
    }
}

/// Refuses two fields for one column.
pub(super) fn distinct_columns(fields: &[Parsed], mistakes: &mut Accumulator) {
    let mut seen: HashMap<&str, &Ident> = HashMap::new();
    for field in fields {
        let (Role::Plain(column) | Role::Forward(column, _)) = &field.role else { continue };
        if let Some(other) = seen.insert(&column.name, &field.ident) {
            let message = format!("`{other}` and `{}` are both the column `{}`", field.ident, column.name);
            mistakes.push(Error::custom(message).with_span(&field.ident));
        }
    }
}

/// The fields with their columns and relations counted, and the key made one.
pub(super) fn numbered(fields: Vec<Parsed>, key: usize) -> Vec<Field> {
    let (mut columns, mut relations) = (0.., 0..);
    let next = |counter: &mut std::ops::RangeFrom<usize>| counter.next().unwrap_or_default();
    let numbered = fields.into_iter().enumerate().map(|(at, field)| {
        let Parsed { ident, ty, kind, mut role, .. } = field;
        match &mut role {
            Role::Plain(column) => column.index = next(&mut columns),
            Role::Forward(column, relation) => {
                column.index = next(&mut columns);
                relation.index = next(&mut relations);
            }
            Role::Distant(relation) => relation.index = next(&mut relations),
        }
        if let Role::Plain(column) = &mut role
            && at == key
            && matches!((&column.default, kind), (Default::None, Kind::Integer(_)))
        {
            column.default = Default::Identity;
        }
        Field { ident, ty, role }
    });
    numbered.collect()
}
