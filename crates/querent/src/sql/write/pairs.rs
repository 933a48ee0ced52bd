//! The table of pairs of a many-to-many relation.

use crate::error::Result;
use crate::meta::{JoinTable, ModelMeta};
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{Values, clocks, push_clocks};

/// The pairs of one instance.
pub(crate) struct Pairs {
    pub(crate) join: JoinTable,
    /// The instance's own key.
    pub(crate) owner: Param,
    /// What the rows of new pairs hold besides the two keys, by column of the model that they are rows of.
    pub(crate) besides: Values,
}

/// Adds the pairs that are missing, and their mirrors where the relation is symmetrical: one statement for any number of
/// them.
///
/// A model that a relation goes through need not have a unique constraint on its keys, so the pairs that are there are
/// asked for too. Constraints of its own are not passed over. Pairs are inserted in one order, lest two that add the same
/// ones wait for each other.
pub(crate) fn add_pairs(pairs: Pairs, others: Param) -> Result<Statement> {
    let Pairs { join, owner, besides } = pairs;
    let mut text = Text::default();
    insert(&mut text, join, &besides);
    let own = if join.symmetrical { "\"added\".\"owner\"" } else { "$1" };
    text.push(" SELECT ");
    text.params.push(owner);
    text.params.push(others);
    text.push(own).push(", \"added\".\"key\"");
    values(&mut text, join, besides);
    text.push(match join.symmetrical {
        true => " FROM (SELECT $1 AS \"owner\", unnest($2) AS \"key\" UNION SELECT unnest($2), $1)",
        false => " FROM (SELECT DISTINCT unnest($2) AS \"key\")",
    });
    text.push(" AS \"added\" WHERE NOT EXISTS (SELECT 1 FROM ").name(join.table);
    text.push(" AS \"known\" WHERE \"known\".").name(join.from).push(" = ").push(own);
    text.push(" AND \"known\".").name(join.to).push(" = \"added\".\"key\") ORDER BY ");
    text.push(if join.symmetrical { "\"added\".\"owner\", " } else { "" }).push("\"added\".\"key\"");
    text.push(if join.through.is_none() { " ON CONFLICT DO NOTHING" } else { "" });
    text.finish(Some(join.table))
}

/// Creates a row, by an INSERT that returns it, and its pair, and the mirror where the relation is symmetrical.
///
/// `WITH created AS (INSERT …), paired AS (INSERT INTO pairs SELECT $n, id FROM created) SELECT … FROM created`
pub(crate) fn create_paired(
    model: &'static ModelMeta,
    created: Statement,
    pairs: Pairs,
) -> Result<Statement> {
    let Pairs { join, owner, besides } = pairs;
    // PostgreSQL writes no table that has the name of a query beside it.
    let name = if join.table == "created" { "created row" } else { "created" };
    let mut text = Text { params: created.params, ..Text::default() };
    text.push("WITH ").name(name).push(" AS (").push(&created.text).push("), \"paired\" AS (");
    insert(&mut text, join, &besides);
    text.push(" SELECT ").param(owner);
    let owner = text.params.len() as u64;
    let key = model.key_column().name;
    text.push(", ").name(name).push(".").name(key);
    let start = text.out.len();
    values(&mut text, join, besides);
    let values = text.out.split_off(start);
    text.push(&values).push(" FROM ").name(name);
    if join.symmetrical {
        text.push(" UNION ALL SELECT ").name(name).push(".").name(key).number(", $", owner).push(&values);
        text.push(" FROM ").name(name);
    }
    text.push(") SELECT ");
    text.list(model.columns, |text, column| {
        text.name(column.name);
    });
    text.push(" FROM ").name(name);
    text.finish(Some(model.table))
}

/// Removes the pairs with these others.
pub(crate) fn remove_pairs(pairs: Pairs, others: Param) -> Result<Statement> {
    delete(pairs, Some((" = ANY($2)", others)))
}

/// Removes the pairs with any but these others.
pub(crate) fn retain_pairs(pairs: Pairs, others: Param) -> Result<Statement> {
    delete(pairs, Some((" <> ALL($2)", others)))
}

/// Removes every pair of the owner.
pub(crate) fn clear_pairs(pairs: Pairs) -> Result<Statement> {
    delete(pairs, None)
}

/// Removes pairs of the owner, those whose other side fulfils a comparison with `$2`, and their mirrors where the
/// relation is symmetrical.
fn delete(pairs: Pairs, others: Option<(&str, Param)>) -> Result<Statement> {
    let Pairs { join, owner, .. } = pairs;
    let mut text = Text::default();
    text.push("DELETE FROM ").name(join.table).push(" WHERE ");
    text.params.push(owner);
    let (comparison, others) = others.unzip();
    text.params.extend(others);
    direction(&mut text, join, comparison);
    if join.symmetrical {
        text.push(" OR ");
        direction(&mut text, join.reversed(), comparison);
    }
    text.finish(Some(join.table))
}

fn direction(text: &mut Text, join: JoinTable, others: Option<&str>) {
    let Some(comparison) = others else {
        text.name(join.from).push(" = $1");
        return;
    };
    let (before, after) = if join.symmetrical { ("(", ")") } else { ("", "") };
    text.push(before).name(join.from).push(" = $1 AND ").name(join.to).push(comparison).push(after);
}

/// `INSERT INTO … (from, to, …)`
fn insert(text: &mut Text, join: JoinTable, besides: &Values) {
    text.push("INSERT INTO ").name(join.table).push(" (").name(join.from).push(", ").name(join.to);
    if let Some(model) = join.through {
        let given = besides.iter().map(|(column, _)| model.columns[*column].name);
        for name in given.chain(clocks(model).into_iter().map(|(name, _)| name)) {
            text.push(", ").name(name);
        }
    }
    text.push(")");
}

/// The values after the two keys.
fn values(text: &mut Text, join: JoinTable, besides: Values) {
    for (_, value) in besides {
        text.push(", ").param(value);
    }
    if let Some(model) = join.through {
        push_clocks(text, &clocks(model), true);
    }
}
