//! INSERT.

use crate::error::Result;
use crate::meta::ModelMeta;
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{Values, clocks, columns, push_clocks, returning, room};
use super::conflict::Conflict;
use super::given::{Given, GivenRows};

/// `INSERT INTO … VALUES ($1, …) RETURNING …` every column.
pub(crate) fn insert(model: &'static ModelMeta, values: Values) -> Result<Statement> {
    let mut text = one(model, values);
    returning(&mut text, model.columns);
    text.finish()
}

/// `INSERT INTO … VALUES ($1, …) ON CONFLICT DO NOTHING RETURNING …` every column.
pub(crate) fn insert_unless_there(model: &'static ModelMeta, values: Values) -> Result<Statement> {
    let mut text = Conflict::IGNORED.push(model, one(model, values))?;
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

/// What comes back of new rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Their number.
    Number,
    /// Every column.
    Rows,
    /// Every column, and whether the row is new: the version of a row that an INSERT has made has no transaction that
    /// ended or locked it, while one that ON CONFLICT DO UPDATE has made carries the lock that it took on the row before it
    /// (PostgreSQL's `heap_update`, "If the tuple we're updating is locked, we need to preserve the locking info").
    RowsAndWhether,
}

/// `INSERT INTO … SELECT … FROM unnest($1, …) ON CONFLICT … RETURNING …`: one array for each column, whatever the number of
/// rows. Rows of nothing but defaults are `SELECT FROM generate_series(1, $1)`.
pub(crate) fn insert_many(
    model: &'static ModelMeta,
    rows: GivenRows,
    conflict: Option<&Conflict>,
    answer: Answer,
) -> Result<Statement> {
    let mut text = Text::with_room(room(model), model.columns.len());
    let clocks = clocks(model);
    text.push("INSERT INTO ").name(model.table);
    match rows {
        GivenRows::Defaults(count) => {
            if !clocks.is_empty() {
                columns(&mut text, model, std::iter::empty(), &clocks);
            }
            text.push(" SELECT ");
            push_clocks(&mut text, &clocks, false);
            text.push(" FROM generate_series(1, ").param(Param::BigInt(count as i64)).push(")");
        }
        GivenRows::Values(values) => {
            columns(&mut text, model, values.iter().map(|(column, _)| *column), &clocks);
            text.push(" SELECT ");
            let mut given = Given::of(model);
            text.list(values, |text, (column, values)| given.value(text, column, values));
            push_clocks(&mut text, &clocks, true);
            given.from(&mut text);
        }
    }
    if let Some(conflict) = conflict {
        text = conflict.push(model, text)?;
    }
    if answer != Answer::Number {
        returning(&mut text, model.columns);
    }
    if answer == Answer::RowsAndWhether {
        text.push(", (").name(model.table).push(".xmax = 0)");
    }
    text.finish()
}
