//! INSERT.

use crate::error::Result;
use crate::meta::ModelMeta;
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{Values, clocks, columns, push_clocks, returning, room};

/// `INSERT INTO … VALUES ($1, …) RETURNING …` every column.
pub(crate) fn insert(model: &'static ModelMeta, values: Values) -> Result<Statement> {
    let mut text = one(model, values);
    returning(&mut text, model.columns);
    text.finish()
}

/// `INSERT INTO … VALUES ($1, …) ON CONFLICT DO NOTHING RETURNING …` every column.
pub(crate) fn insert_unless_there(model: &'static ModelMeta, values: Values) -> Result<Statement> {
    let mut text = one(model, values);
    text.push(" ON CONFLICT DO NOTHING");
    returning(&mut text, model.columns);
    text.finish()
}

fn one(model: &'static ModelMeta, values: Values) -> Text {
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
    text
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
