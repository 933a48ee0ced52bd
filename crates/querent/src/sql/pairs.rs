//! The table of pairs of a many-to-many relation.

use crate::error::Result;
use crate::meta::JoinTable;
use crate::types::Param;

use super::statement::Statement;
use super::text::Text;

/// Adds the pairs that are missing: one statement for any number of them, and adding a pair twice is nothing.
///
/// A model that a relation goes through need not have a unique constraint on its keys, so the pairs that are there are
/// asked for too.
pub(crate) fn add_pairs(join: JoinTable, owner: Param, others: Param) -> Result<Statement> {
    let mut text = Text::default();
    text.push("INSERT INTO ").name(join.table).push(" (").name(join.from).push(", ").name(join.to);
    text.push(") SELECT ")
        .param(owner)
        .push(", \"added\".\"key\" FROM (SELECT DISTINCT unnest(")
        .param(others);
    text.push(") AS \"key\") AS \"added\" WHERE NOT EXISTS (SELECT 1 FROM ").name(join.table);
    text.push(" AS \"known\" WHERE \"known\".").name(join.from).push(" = $1 AND \"known\".").name(join.to);
    text.push(" = \"added\".\"key\") ON CONFLICT DO NOTHING");
    text.finish()
}

/// Removes the pairs with these others.
pub(crate) fn remove_pairs(join: JoinTable, owner: Param, others: Param) -> Result<Statement> {
    let mut text = of_owner(join, owner);
    text.push(" AND ").name(join.to).push(" = ANY(").param(others).push(")");
    text.finish()
}

/// Removes the pairs with any but these others.
pub(crate) fn retain_pairs(join: JoinTable, owner: Param, others: Param) -> Result<Statement> {
    let mut text = of_owner(join, owner);
    text.push(" AND ").name(join.to).push(" <> ALL(").param(others).push(")");
    text.finish()
}

/// Removes every pair of the owner.
pub(crate) fn clear_pairs(join: JoinTable, owner: Param) -> Result<Statement> {
    of_owner(join, owner).finish()
}

fn of_owner(join: JoinTable, owner: Param) -> Text {
    let mut text = Text::default();
    text.push("DELETE FROM ").name(join.table).push(" WHERE ").name(join.from).push(" = ").param(owner);
    text
}
