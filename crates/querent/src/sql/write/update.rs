//! UPDATE.

use crate::ast::{Assignment, Plan};
use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, DefaultMeta, ModelMeta};
use crate::sql::compiler::Compiler;
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{Values, room};
use super::concerned::{check, concerning};

/// `UPDATE … SET … WHERE key = $n RETURNING` what the database computes.
///
/// `columns` are the written ones with their values; the columns that are kept by the database's clock are set too,
/// and are what comes back.
pub(crate) fn update_row(model: &'static ModelMeta, values: Values, key: Param) -> Result<Statement> {
    let mut text = Text::with_room(room(model), values.len() + 1);
    let now: Vec<&ColumnMeta> =
        model.columns.iter().filter(|column| matches!(column.default, DefaultMeta::AutoNow(_))).collect();
    text.push("UPDATE ").name(model.table).push(" SET ");
    let count = values.len();
    text.list(values, |text, (column, value)| {
        text.name(model.columns[column].name).push(" = ").param(value);
    });
    for (at, column) in now.iter().enumerate() {
        let DefaultMeta::AutoNow(clock) = column.default else { continue };
        text.push(if count + at > 0 { ", " } else { "" }).name(column.name).push(" = ").push(clock);
    }
    if count + now.len() == 0 {
        let key = model.key_column().name;
        text.name(key).push(" = ").name(key); // nothing to write, but the row must still be there
    }
    text.push(" WHERE ").key(None, model).push(" = ").param(key);
    text.push(" RETURNING ").name(model.key_column().name);
    for column in now {
        text.push(", ").name(column.name);
    }
    text.finish()
}

/// `UPDATE … SET … WHERE …`; `None` where it is known that no row is concerned.
pub(crate) fn update(plan: &Plan, assignments: &[Assignment]) -> Result<Option<Statement>> {
    check(plan, "update")?;
    if assignments.is_empty() {
        return Err(Error::misuse("`update` was given nothing to set"));
    }
    let text = Text::with_room(room(plan.model), assignments.len() + plan.filters.len());
    let mut compiler = Compiler::with_text(plan.model.table, text);
    compiler.text.push("UPDATE ").name(plan.model.table).push(" SET ");
    for (at, assignment) in assignments.iter().enumerate() {
        if at > 0 {
            compiler.text.push(", ");
        }
        compiler.text.name(assignment.column.name).push(" = ");
        compiler.expr(&assignment.value)?;
    }
    if !compiler.joins.is_empty() {
        return Err(Error::misuse(format!(
            "`update` of `{}` sets a column to one of another table; an UPDATE knows only the row's own columns",
            plan.model.name
        )));
    }
    concerning(plan, compiler.text)
}
