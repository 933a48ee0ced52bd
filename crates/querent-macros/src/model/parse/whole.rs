//! What concerns all fields together: the key, and names that are used twice.

use std::collections::HashMap;

use darling::error::Accumulator;
use darling::{Error, Result};
use proc_macro2::Ident;

use crate::model::attributes::PrimaryKey;
use crate::model::ir::{Clock, Column, Default, Field, Role};
use crate::model_type::{Kind, option};
use crate::names;

use super::column::is_key;
use super::deferred::DEFERRED_KEY;
use super::field::Parsed;

/// The indices of the primary key's fields: those of the list, the field that says so, or the one called `id`.
pub(super) fn keys(model: &Ident, fields: &[Parsed], several: Option<&PrimaryKey>) -> Result<Vec<usize>> {
    match several {
        Some(several) => columns_of_key(fields, several),
        None => key(model, fields).map(|key| vec![key]),
    }
}

/// The columns of a key of several.
fn columns_of_key(fields: &[Parsed], several: &PrimaryKey) -> Result<Vec<usize>> {
    let mut mistakes = Error::accumulator();
    if let Some(marked) = fields.iter().find_map(|field| field.primary_key) {
        mistakes.push(Error::custom("the primary key is said twice").with_span(&marked));
    }
    for field in fields.iter().filter(|field| matches!(field.role, Role::Distant(_))) {
        let message = "a model whose primary key is several columns has no relation whose key is elsewhere: nothing can \
                       refer to it";
        mistakes.push(Error::custom(message).with_span(&field.ident));
    }
    let mut keys = Vec::new();
    for name in &several.0 {
        match column_of_key(fields, name) {
            Ok(at) if keys.contains(&at) => {
                mistakes.push(Error::custom(format!("`{name}` is in the primary key twice")).with_span(name));
            }
            Ok(at) => keys.push(at),
            Err(error) => mistakes.push(error),
        }
    }
    mistakes.finish_with(keys)
}

fn column_of_key(fields: &[Parsed], name: &Ident) -> Result<usize> {
    let refused = |message: String| Err(Error::custom(message).with_span(name));
    let Some(at) = fields.iter().position(|field| field.ident == *name) else {
        return refused(format!("the primary key has no column `{name}`: it lists fields of the model"));
    };
    match &fields[at].role {
        Role::Distant(_) => refused(format!("`{name}` is no column of this table")),
        Role::Plain(column) if column.deferred => refused(DEFERRED_KEY.to_owned()),
        Role::Plain(Column { default: Default::AutoNow(Clock::WheneverSaved), .. }) => {
            refused("a primary key stays as it is when the row is saved: use `auto_now_add`".to_owned())
        }
        Role::Plain(Column { default: Default::Generated(_) | Default::Version, .. }) => {
            refused("a column of a primary key is written when the row is created, and not by the database".to_owned())
        }
        Role::Plain(column) | Role::Forward(column, _) if column.nullable => {
            refused("a primary key cannot be NULL: leave out the `Option`".to_owned())
        }
        Role::Plain(_) if !fields[at].kind.is_part_of_key() => refused(
            "a column of a primary key is an integer, a `Uuid`, a `String`, a date or time, a `bool` or a `Decimal`"
                .to_owned(),
        ),
        Role::Plain(_) | Role::Forward(..) => Ok(at),
    }
}

/// The index of the primary key: the field that says so, or the one called `id`.
fn key(model: &Ident, fields: &[Parsed]) -> Result<usize> {
    let mut marked = fields.iter().enumerate().filter(|(_, field)| field.primary_key.is_some());
    if let Some((key, _)) = marked.next() {
        return match marked.next() {
            Some((_, Parsed { primary_key: Some(again), .. })) => {
                let message = "a model has one primary key; one of several columns is a list of fields: \
                               `#[model(primary_key = [tenant, id])]`";
                Err(Error::custom(message).with_span(again))
            }
            _ => Ok(key),
        };
    }
    let id = fields.iter().position(|field| names::plain(&field.ident) == "id");
    match id {
        Some(key) if matches!(fields[key].role, Role::Plain(_)) => {
            let field = &fields[key];
            if matches!(&field.role, Role::Plain(column) if column.deferred) {
                return Err(Error::custom(DEFERRED_KEY).with_span(&field.ident));
            }
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

/// Refuses two columns that count how often a row was saved.
pub(super) fn one_version(fields: &[Parsed], mistakes: &mut Accumulator) {
    let version =
        |field: &&Parsed| matches!(&field.role, Role::Plain(Column { default: Default::Version, .. }));
    if let Some(second) = fields.iter().filter(version).nth(1) {
        mistakes.push(Error::custom("a model has one `version`").with_span(&second.ident));
    }
}

/// Refuses numbers from a sequence for what is not the key alone.
pub(super) fn identity_of_key(fields: &[Parsed], keys: &[usize], mistakes: &mut Accumulator) {
    for (at, field) in fields.iter().enumerate() {
        if matches!(&field.role, Role::Plain(Column { default: Default::Identity, .. })) && keys != [at] {
            let message = "`identity` is for a primary key of one column, which a sequence counts";
            mistakes.push(Error::custom(message).with_span(&field.ident));
        }
    }
}

/// The fields with their columns and relations counted, and the key made one: the numbers of a key of one column come
/// from a sequence, and a column of several has as many rows for each value as there are.
pub(super) fn numbered(fields: Vec<Parsed>, keys: &[usize]) -> Vec<Field> {
    let (mut columns, mut relations) = (0.., 0..);
    let next = |counter: &mut std::ops::RangeFrom<usize>| counter.next().unwrap_or_default();
    let numbered = fields.into_iter().enumerate().map(|(at, field)| {
        let Parsed { ident, visibility, ty, kind, mut role, options, .. } = field;
        match &mut role {
            Role::Plain(column) => column.index = next(&mut columns),
            Role::Forward(column, relation) => {
                column.index = next(&mut columns);
                relation.index = next(&mut relations);
            }
            Role::Distant(relation) => relation.index = next(&mut relations),
        }
        if let Role::Plain(column) = &mut role
            && keys == [at]
            && matches!((&column.default, kind), (Default::None, Kind::Integer(_)))
        {
            column.default = Default::Identity;
        }
        Field { ident, visibility, ty, role, options }
    });
    numbered.collect()
}
