//! The pairs of one instance, and what their rows hold besides the keys.

use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, DefaultMeta, JoinTable, Link, ModelMeta, RelationMeta};
use crate::model::Model;
use crate::relation::Rows;
use crate::sql::Pairs;

use super::completed::complete;
use super::draft::DraftBehind;

/// The pairs of the instance that related rows belong to.
///
/// # Errors
///
/// Misuse for instances that are no rows of the database.
pub(super) fn pairs_of<T: Model>(rows: &Rows<T>) -> Result<Pairs> {
    let relation = rows.of().relation()?;
    match (&relation.link, rows.of().owner().param((relation.model)().key_column())) {
        (Link::Through { join, .. }, Some(owner)) => Ok(Pairs { join: join(), owner, besides: Vec::new() }),
        _ => Err(Error::misuse(format!("`{}` has no pairs of its own to write", relation.path()))),
    }
}

/// The pairs, for new ones that hold nothing but the two keys.
///
/// # Errors
///
/// Misuse if they are rows of a model with a field that must have a value.
pub(super) fn bare_pairs<T: Model>(rows: &Rows<T>) -> Result<Pairs> {
    let (pairs, relation) = (pairs_of(rows)?, rows.of().relation()?);
    match pairs.join.through.and_then(|model| Some((model, required(model, pairs.join)?))) {
        None => Ok(pairs),
        Some((model, column)) => Err(Error::misuse(format!(
            "`{}` goes through `{model}`, whose `{field}` has no default: the methods that end in `_with`, such as \
             `add_with`, take it from a draft, `{model}::draft().{field}(…)`",
            relation.path(),
            model = model.name,
            field = column.field,
        ))),
    }
}

/// The pairs, for new ones whose other fields are a draft's.
///
/// # Errors
///
/// Misuse if the draft is not of the model that they are rows of, or lacks the key of another relation.
pub(super) fn pairs_with<T: Model, M: Model, D: DraftBehind<M>>(
    rows: &Rows<T>,
    verb: &str,
    defaults: D,
) -> Result<Pairs> {
    let (mut pairs, relation) = (pairs_of(rows)?, rows.of().relation()?);
    if pairs.join.through != Some(M::META) {
        return Err(Error::misuse(other_model(relation, pairs.join, M::META)));
    }
    let is_key = |column: &usize| is_key_of(pairs.join, &M::META.columns[*column]);
    let keys: Vec<usize> = (0..M::META.columns.len()).filter(is_key).collect();
    let values = complete(relation, &keys, defaults)?.bound(verb)?;
    pairs.besides = values.into_iter().filter(|(column, _)| !keys.contains(column)).collect();
    Ok(pairs)
}

/// A field of the rows of pairs that must have a value, beside the two keys.
fn required(model: &'static ModelMeta, join: JoinTable) -> Option<&'static ColumnMeta> {
    let required = |column: &&ColumnMeta| !column.nullable && matches!(column.default, DefaultMeta::None);
    model.columns.iter().filter(required).find(|column| !is_key_of(join, column))
}

fn is_key_of(join: JoinTable, column: &ColumnMeta) -> bool {
    [join.from, join.to].contains(&column.name)
}

fn other_model(relation: &'static RelationMeta, join: JoinTable, given: &'static ModelMeta) -> String {
    let (path, given) = (relation.path(), given.name);
    match join.through {
        Some(model) => {
            format!("`{path}` goes through `{}`, and the draft is one of `{given}`", model.name)
        }
        None => format!(
            "`{path}` has a table of pairs that hold nothing else, and no `{given}`: name the model with \
             `#[relation(through = {given})]`, or leave the draft out"
        ),
    }
}
