//! UPDATE and DELETE of one row, by its key.

use crate::ast::Assignment;
use crate::error::{Error, Result};
use crate::meta::{DefaultMeta, ModelMeta};
use crate::sql::compiler::Compiler;
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{Values, check_once, check_written, room};

/// The row that is written: its key, and the number of its saves where the model counts them.
pub(crate) struct RowKey {
    pub(crate) key: Param,
    pub(crate) version: Option<Param>,
}

/// `UPDATE … SET … WHERE key = $n RETURNING` what the database computes.
///
/// The columns that are kept by the database are set too, and are what comes back after the key.
pub(crate) fn update_row(model: &'static ModelMeta, values: Values, row: RowKey) -> Result<Statement> {
    let mut text = begin(model, values.len());
    let count = values.len();
    text.list(values, |text, (column, value)| {
        text.name(model.columns[column].name).push(" = ").param(value);
    });
    end(text, model, count > 0, |_| false, row, model.computed())
}

/// `UPDATE … SET … WHERE key = $n RETURNING` what is set, and what the database computes.
///
/// Behind the key comes what is `returned`: the columns that are set, and those that are kept by the database.
pub(crate) fn set_row(
    model: &'static ModelMeta,
    assignments: &[Assignment],
    returned: &[usize],
    row: RowKey,
) -> Result<Statement> {
    check_once(model, assignments, "update")?;
    let mut compiler = Compiler::with_text(model.table, begin(model, assignments.len()));
    for (at, assignment) in assignments.iter().enumerate() {
        check_written(model, assignment.column, "update")?;
        if model.key_columns().any(|key| std::ptr::eq(key, assignment.column)) {
            return Err(Error::misuse(format!(
                "`update` of a `{}` sets `{}`, its primary key, which stays as it is; `update` of a queryset changes keys",
                model.name, assignment.column.field
            )));
        }
        compiler.text.push(if at > 0 { ", " } else { "" }).name(assignment.column.name).push(" = ");
        compiler.expr(&assignment.value)?;
    }
    if !compiler.joins.is_empty() {
        return Err(Error::misuse(format!(
            "`update` of a `{}` sets a column to one of another table; an UPDATE knows only the row's own columns",
            model.name
        )));
    }
    let is_set =
        |column: usize| assignments.iter().any(|set| std::ptr::eq(set.column, &model.columns[column]));
    end(compiler.text, model, !assignments.is_empty(), is_set, row, returned.iter().copied())
}

/// `DELETE FROM … WHERE key = $1`
pub(crate) fn delete_row(model: &'static ModelMeta, row: RowKey) -> Result<Statement> {
    let mut text = Text::with_room(room(model), 1);
    text.push("DELETE FROM ").name(model.table);
    push_row(&mut text, model, row);
    text.finish(Some(model.table))
}

fn begin(model: &'static ModelMeta, values: usize) -> Text {
    let mut text = Text::with_room(room(model), values + 2);
    text.push("UPDATE ").name(model.table).push(" SET ");
    text
}

/// Everything after the values that are set, with `more` in front if there are any. Clocks that are set stand still.
fn end(
    mut text: Text,
    model: &'static ModelMeta,
    mut more: bool,
    is_set: impl Fn(usize) -> bool,
    row: RowKey,
    returned: impl Iterator<Item = usize>,
) -> Result<Statement> {
    let kept = model.computed().filter(|column| !is_set(*column));
    for column in kept.map(|column| &model.columns[column]) {
        let clock = match column.default {
            DefaultMeta::AutoNow(clock) => Some(clock),
            DefaultMeta::Version => None,
            _ => continue, // what is generated is not set
        };
        text.push(if more { ", " } else { "" }).name(column.name).push(" = ");
        match clock {
            Some(clock) => text.push(clock),
            None => text.name(column.name).push(" + 1"),
        };
        more = true;
    }
    if !more {
        let key = model.key_column().name;
        text.name(key).push(" = ").name(key); // nothing to write, but the row must still be there
    }
    push_row(&mut text, model, row);
    text.push(" RETURNING ").read(None, model.key_column());
    for column in returned {
        text.push(", ").read(None, &model.columns[column]);
    }
    text.finish(Some(model.table))
}

fn push_row(text: &mut Text, model: &'static ModelMeta, row: RowKey) {
    text.push(" WHERE ").key(None, model).push(" = ").param(row.key);
    if let (Some(version), Some(column)) = (row.version, model.version()) {
        text.push(" AND ").name(model.columns[column].name).push(" = ").param(version);
    }
}
