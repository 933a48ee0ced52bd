//! Keys of many rows that are turned to one row and away from it.

use crate::error::Result;
use crate::meta::{ColumnMeta, ModelMeta};
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{push_version, room};

/// `UPDATE … SET key = CASE WHEN id = ANY($2) THEN $1 END WHERE …`: lets the rows of a list point at the owner, and those
/// that did and are not in it at nothing. Rows that stay as they are are not written.
pub(crate) fn repoint(
    model: &'static ModelMeta,
    key: &'static ColumnMeta,
    owner: Param,
    listed: Param,
) -> Result<Statement> {
    let lists = match &listed {
        Param::Row(lists) => lists.len() as u64,
        _ => 1,
    };
    let is_listed = |text: &mut Text| match lists {
        1 => {
            text.key(None, model).push(" = ANY($2)");
        }
        _ => {
            text.key(None, model).push(" IN (SELECT * FROM unnest(");
            let number = |text: &mut Text, number| {
                text.number("$", number);
            };
            text.list(2..2 + lists, number).push("))");
        }
    };
    let mut text = Text::with_room(room(model), 1 + lists as usize);
    text.params.push(owner);
    match listed {
        Param::Row(lists) => text.params.extend(lists.iter().cloned()),
        list => text.params.push(list),
    }
    text.push("UPDATE ").name(model.table).push(" SET ").name(key.name).push(" = CASE WHEN ");
    is_listed(&mut text);
    text.push(" THEN $1 END");
    push_version(&mut text, model);
    text.push(" WHERE (");
    is_listed(&mut text);
    text.push(" OR ").name(key.name).push(" = $1) AND (");
    is_listed(&mut text);
    text.push(") IS DISTINCT FROM (").name(key.name).push(" = $1)");
    text.finish(Some(model.table))
}
