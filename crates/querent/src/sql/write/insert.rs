//! INSERT.

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::meta::ModelMeta;
use crate::sql::compiler::Compiler;
use crate::sql::outline::Sent;
use crate::sql::remembered::remembered;
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

use super::columns::{clocks, columns, push_clocks, returning, room};
use super::conflict::Conflict;
use super::given::{Given, GivenRows};

/// Columns of a new row, each with its value.
pub(crate) type NewValues = Vec<(usize, Expr)>;

/// `INSERT INTO … VALUES ($1, …) RETURNING …` every column.
pub(crate) fn insert(model: &'static ModelMeta, values: NewValues) -> Result<Statement> {
    remembered(
        values,
        |outline, values| outline.begin(Sent::Insert).new_row(model, values),
        |values, taken| write_insert(model, given_back(values, taken)),
    )
}

fn write_insert(model: &'static ModelMeta, values: NewValues) -> Result<Statement> {
    let mut text = one(model, values)?;
    returning(&mut text, model.columns);
    text.finish(Some(model.table))
}

/// Values in the places that they were taken from, if they were.
fn given_back(values: &[(usize, Expr)], taken: &[Param]) -> NewValues {
    match taken {
        [] => values.to_vec(),
        _ => values
            .iter()
            .zip(taken)
            .map(|((column, _), value)| (*column, Expr::Param(value.clone())))
            .collect(),
    }
}

/// `INSERT INTO … VALUES ($1, …) ON CONFLICT DO NOTHING RETURNING …` every column.
pub(crate) fn insert_unless_there(model: &'static ModelMeta, values: NewValues) -> Result<Statement> {
    let mut text = Conflict::IGNORED.push(model, one(model, values)?)?;
    returning(&mut text, model.columns);
    text.finish(Some(model.table))
}

fn one(model: &'static ModelMeta, values: NewValues) -> Result<Text> {
    let mut text = Text::with_room(room(model), values.len());
    let clocks = clocks(model);
    text.push("INSERT INTO ").name(model.table);
    if values.is_empty() && clocks.is_empty() {
        text.push(" DEFAULT VALUES");
        return Ok(text);
    }
    columns(&mut text, model, values.iter().map(|(column, _)| *column), &clocks);
    text.push(" VALUES (");
    let any = !values.is_empty();
    let mut text = push_values(text, model, values, false)?;
    push_clocks(&mut text, &clocks, any);
    text.push(")");
    Ok(text)
}

fn push_values(mut text: Text, model: &'static ModelMeta, values: NewValues, mut more: bool) -> Result<Text> {
    for (column, value) in values {
        text.push(if more { ", " } else { "" });
        more = true;
        match value {
            Expr::Param(value) => {
                text.param(value);
            }
            value => {
                check_new(model, column, &value)?;
                let mut compiler = Compiler::with_text(model.table, text);
                compiler.expr(&value)?;
                text = compiler.text;
            }
        }
    }
    Ok(text)
}

/// A new row has no columns yet that its values could name.
fn check_new(model: &'static ModelMeta, column: usize, value: &Expr) -> Result<()> {
    let of_a_row = |part: &Expr| match part {
        Expr::Column(_)
        | Expr::Excluded(_)
        | Expr::Annotation(_)
        | Expr::Group(_)
        | Expr::Carried(_)
        | Expr::Aggregate(..) => true,
        Expr::Param(_)
        | Expr::Infix(..)
        | Expr::Call(..)
        | Expr::Case(..)
        | Expr::Condition(_)
        | Expr::Subquery(..)
        | Expr::Outer(..)
        | Expr::TooDeep => false,
    };
    if !value.any(&mut |part| of_a_row(part)) {
        return Ok(());
    }
    Err(Error::misuse(format!(
        "a new `{}` sets `{}` to an expression of columns, and there is no row yet whose columns it could name; a subquery \
         has those of rows that are there",
        model.name, model.columns[column].field
    )))
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

/// New rows that are given to a statement.
pub(crate) struct NewRows {
    pub(crate) rows: GivenRows,
    /// Columns of each of them whose value the database computes.
    pub(crate) computed: NewValues,
}

/// `INSERT INTO … SELECT … FROM unnest($1, …) ON CONFLICT … RETURNING …`: one array for each column, whatever the number of
/// rows. Rows without any value of their own are `SELECT FROM generate_series(1, $1)`.
pub(crate) fn insert_many(
    model: &'static ModelMeta,
    new: NewRows,
    conflict: Option<&Conflict>,
    answer: Answer,
) -> Result<Statement> {
    let NewRows { rows, computed } = new;
    let mut text = Text::with_room(room(model), model.columns.len());
    let clocks = clocks(model);
    text.push("INSERT INTO ").name(model.table);
    let own = computed.iter().map(|(column, _)| *column);
    match rows {
        GivenRows::Defaults(count) => {
            if !clocks.is_empty() || !computed.is_empty() {
                columns(&mut text, model, own, &clocks);
            }
            text.push(" SELECT ");
            let any = !computed.is_empty();
            text = push_values(text, model, computed, false)?;
            push_clocks(&mut text, &clocks, any);
            text.push(" FROM generate_series(1, ").param(Param::BigInt(count as i64)).push(")");
        }
        GivenRows::Values(values) => {
            columns(&mut text, model, values.iter().map(|(column, _)| *column).chain(own), &clocks);
            text.push(" SELECT ");
            let mut given = Given::of(model);
            text.list(values, |text, (column, values)| given.value(text, column, values));
            text = push_values(text, model, computed, true)?;
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
    text.finish(Some(model.table))
}
