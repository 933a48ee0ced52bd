//! UPDATE of many rows, each to values of its own.

use crate::ast::Plan;
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::statement::Statement;
use crate::sql::text::{Alias, Text};

use super::columns::{kept, room};
use super::concerned::{check, concerning};
use super::given::{Given, GivenRows};

/// `UPDATE … SET … FROM unnest($1, …) AS "given" (…) WHERE key = "given".key AND … RETURNING` key and what the database has
/// computed, if it computes anything; `None` where it is known that no row is concerned.
pub(crate) fn update_many(plan: &Plan, rows: GivenRows) -> Result<Option<Statement>> {
    check(plan, "bulk_update")?;
    let GivenRows::Values(values) = rows else {
        return Err(Error::misuse("`bulk_update` was given rows without a key"));
    };
    let (model, root) = (plan.model, Alias::Table(plan.model.table));
    let mut text = Text::with_room(room(model), model.columns.len());
    let mut given = Given::of(model);
    let tells = |column: &usize| model.keys.contains(column) || model.version() == Some(*column);
    let (keys, values): (Vec<_>, Vec<_>) = values.into_iter().partition(|(column, _)| tells(column));
    text.push("UPDATE ").name(model.table).push(" SET ");
    let count = values.len();
    text.list(values, |text, (column, values)| {
        text.name(model.columns[column].name).push(" = ");
        given.value(text, column, values);
    });
    let mut compiler = Compiler::with_text(model.table, text);
    for (at, kept) in kept(model).iter().enumerate() {
        compiler.text.push(if at + count > 0 { ", " } else { "" }).name(kept.column.name).push(" = ");
        compiler.expr(&kept.value)?;
    }
    let mut text = compiler.text;
    let set = std::mem::take(&mut text.out);
    for (at, (column, values)) in keys.into_iter().enumerate() {
        text.push(if at > 0 { " AND " } else { " WHERE " })
            .column(root, model.columns[column].name)
            .push(" = ");
        given.value(&mut text, column, values);
    }
    let keys = std::mem::replace(&mut text.out, set);
    given.from(&mut text);
    text.push(&keys);
    let Some(mut text) = concerning(plan, " AND ", text)? else { return Ok(None) };
    let mut computed = model.computed().map(|column| &model.columns[column]).peekable();
    if computed.peek().is_some() {
        text.push(" RETURNING ").list(model.key_columns().chain(computed), |text, column| {
            text.read(Some(root), column);
        });
    }
    text.finish(Some(model.table)).map(Some)
}
