//! INSERT, UPDATE and DELETE.

use crate::ast::{Assignment, Distinct, Plan, Source};
use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, DefaultMeta, ModelMeta};
use crate::types::Param;

use super::compiler::Compiler;
use super::conditions::Wanted;
use super::known::{constant, is_empty};
use super::select;
use super::statement::Statement;
use super::text::{Alias, Text};

/// A value for each column that is written; columns left out get the database's default.
pub(crate) type Values = Vec<(usize, Param)>;

/// `INSERT INTO … VALUES ($1, …) RETURNING …` every column.
pub(crate) fn insert(model: &'static ModelMeta, values: Values) -> Result<Statement> {
    let mut text = Text::with_room(room(model), values.len());
    let clocks = clocks(model);
    text.push("INSERT INTO ").name(model.table);
    if values.is_empty() && clocks.is_empty() {
        text.push(" DEFAULT VALUES");
    } else {
        columns(&mut text, model, values.iter().map(|(column, _)| *column), &clocks);
        text.push(" VALUES (");
        let count = values.len();
        text.list(values, |text, (_, value)| {
            text.param(value);
        });
        push_clocks(&mut text, &clocks, count > 0);
        text.push(")");
    }
    returning(&mut text, model.columns);
    text.finish()
}

/// The values of one column for many rows.
pub(crate) enum ColumnValues {
    /// One array of them.
    Values(Param),
    /// Arrays, which an array of arrays would have to be of one length: their elements in one array, and where each of
    /// them ends.
    Arrays {
        /// For each row the number of its array, from 1; NULL for NULL.
        numbers: Param,
        /// How many elements there are before each array, and after the last.
        ends: Param,
        /// The elements of all.
        elements: Param,
    },
}

/// `INSERT INTO … SELECT … FROM unnest($1, …) RETURNING …`: one array for each column, whatever the number of rows.
///
/// A value that is an array itself is cut out of one that has the elements of all rows: `($1)[first:last]`.
pub(crate) fn insert_many(model: &'static ModelMeta, given: Vec<(usize, ColumnValues)>) -> Result<Statement> {
    let mut text = Text::with_room(room(model), given.len());
    let clocks = clocks(model);
    let names: Vec<usize> = given.iter().map(|(column, _)| *column).collect();
    let mut arrays: Vec<Param> = Vec::with_capacity(given.len());
    text.push("INSERT INTO ").name(model.table);
    columns(&mut text, model, names.iter().copied(), &clocks);
    text.push(" SELECT ");
    text.list(given, |text, (column, values)| {
        let name = model.columns[column].name;
        match values {
            ColumnValues::Values(values) => {
                arrays.push(values);
                text.push("\"given\".").name(name);
            }
            ColumnValues::Arrays { numbers, ends, elements } => {
                arrays.push(numbers);
                text.push("(").param(elements).push(")[(").param(ends).push(")[\"given\".").name(name);
                let ends = text.params.len() as u64;
                text.push("] + 1:(").number("$", ends).push(")[\"given\".").name(name).push(" + 1]]");
            }
        }
    });
    push_clocks(&mut text, &clocks, true);
    text.push(" FROM unnest(");
    text.list(arrays, |text, array| {
        text.param(array);
    });
    text.push(") AS \"given\" (");
    text.list(&names, |text, column| {
        text.name(model.columns[*column].name);
    });
    text.push(")");
    returning(&mut text, model.columns);
    text.finish()
}

/// `INSERT INTO … SELECT … FROM generate_series(1, $1) RETURNING …`: rows of nothing but defaults.
pub(crate) fn insert_defaults(model: &'static ModelMeta, count: usize) -> Result<Statement> {
    let mut text = Text::default();
    let clocks = clocks(model);
    text.push("INSERT INTO ").name(model.table);
    if !clocks.is_empty() {
        columns(&mut text, model, std::iter::empty(), &clocks);
    }
    text.push(" SELECT ");
    push_clocks(&mut text, &clocks, false);
    text.push(" FROM generate_series(1, ").param(Param::BigInt(count as i64)).push(")");
    returning(&mut text, model.columns);
    text.finish()
}

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

/// `DELETE FROM … WHERE key = $1`
pub(crate) fn delete_row(model: &'static ModelMeta, key: Param) -> Result<Statement> {
    let mut text = Text::with_room(room(model), 1);
    text.push("DELETE FROM ").name(model.table);
    text.push(" WHERE ").key(None, model).push(" = ").param(key);
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

/// `DELETE FROM … WHERE …`; `None` where it is known that no row is concerned.
pub(crate) fn delete(plan: &Plan) -> Result<Option<Statement>> {
    check(plan, "delete")?;
    let mut text = Text::with_room(room(plan.model), plan.filters.len());
    text.push("DELETE FROM ").name(plan.model.table);
    concerning(plan, text)
}

/// Adds WHERE: the conditions themselves, or where they need other tables, the keys of the rows that fulfil them.
fn concerning(plan: &Plan, text: Text) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    if plan.filters.iter().all(|filter| constant(&filter.condition) == Some(true)) && plan.owners.is_none() {
        return text.finish().map(Some);
    }
    if plan.owners.is_none() {
        let before = text.out.len();
        let params = text.params.len();
        let mut compiler = Compiler::with_text(plan.model.table, text);
        compiler.text.push(" WHERE ");
        let mut first = true;
        for filter in plan.filters.iter().filter(|filter| constant(&filter.condition).is_none()) {
            compiler.next_call();
            compiler.text.push(if first { "" } else { " AND " });
            compiler.term(&filter.condition, Wanted::All)?;
            first = false;
            if !compiler.joins.is_empty() {
                break; // the keys say it all
            }
        }
        if compiler.joins.is_empty() {
            return compiler.finish().map(Some);
        }
        let mut text = compiler.text;
        text.out.truncate(before);
        text.params.truncate(params);
        return by_keys(plan, text).map(Some);
    }
    by_keys(plan, text).map(Some)
}

fn by_keys(plan: &Plan, mut text: Text) -> Result<Statement> {
    text.push(" WHERE ").key(Some(Alias::Table(plan.model.table)), plan.model).push(" IN (");
    let mut text = select::keys(plan, text)?;
    text.push(")");
    text.finish()
}

/// About how long a write of a row is, which names each column three times at most.
fn room(model: &ModelMeta) -> usize {
    128 + model.table.len() + model.columns.iter().map(|column| 3 * (column.name.len() + 8)).sum::<usize>()
}

fn check(plan: &Plan, verb: &str) -> Result<()> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    let what = match (&plan.source, &plan.distinct) {
        (Source::Combined(..), _) => "combined rows",
        (Source::Slice(_), _) => "a slice",
        (Source::Table, _) if plan.is_sliced() => "a slice",
        (Source::Table, Distinct::On(_)) => "the first rows of groups",
        (Source::Table, _) => return Ok(()),
    };
    Err(Error::misuse(format!(
        "`{verb}` of {what} of `{}`: say which rows with `filter`, for example by their keys",
        plan.model.name
    )))
}

/// The columns that the database's clock fills when a row is created.
fn clocks(model: &'static ModelMeta) -> Vec<(&'static str, &'static str)> {
    let clock = |column: &'static ColumnMeta| match column.default {
        DefaultMeta::AutoNowAdd(clock) | DefaultMeta::AutoNow(clock) => Some((column.name, clock)),
        DefaultMeta::None | DefaultMeta::Identity | DefaultMeta::Sql(_) | DefaultMeta::Choice(_) => None,
    };
    model.columns.iter().filter_map(clock).collect()
}

fn columns(
    text: &mut Text,
    model: &'static ModelMeta,
    given: impl Iterator<Item = usize>,
    clocks: &[(&'static str, &'static str)],
) {
    let names = given.map(|column| model.columns[column].name).chain(clocks.iter().map(|(name, _)| *name));
    text.push(" (");
    text.list(names, |text, name| {
        text.name(name);
    });
    text.push(")");
}

fn push_clocks(text: &mut Text, clocks: &[(&'static str, &'static str)], mut more: bool) {
    for (_, clock) in clocks {
        text.push(if more { ", " } else { "" }).push(clock);
        more = true;
    }
}

fn returning(text: &mut Text, columns: &'static [ColumnMeta]) {
    text.push(" RETURNING ");
    text.list(columns, |text, column| {
        text.name(column.name);
    });
}
