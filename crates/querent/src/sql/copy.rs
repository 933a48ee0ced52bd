//! COPY, which takes no values: a query's own are settings of its transaction.

use crate::ast::{Output, Plan};
use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, ModelMeta};

use super::known::is_empty;
use super::select;
use super::statement::Statement;
use super::text::Text;

/// PostgreSQL's limit of what one SELECT selects (manual, "PostgreSQL Limits").
const MOST_SETTINGS: usize = 1_664;

/// `COPY … (…) FROM STDIN …`
pub(crate) fn copy_in<'a>(
    model: &'static ModelMeta,
    columns: impl Iterator<Item = &'a ColumnMeta>,
    options: &str,
) -> Result<Statement> {
    let mut text = Text::default();
    text.push("COPY ").name(model.table).push(" (");
    text.list(columns, |text, column| {
        text.name(column.name);
    });
    text.push(") FROM STDIN ").push(options);
    text.finish(Some(model.table))
}

/// A COPY of the rows of a query, and what must be sent before it.
pub(crate) struct CopyOfQuery {
    /// Hands over the query's values, if it has any.
    pub(crate) settings: Option<Statement>,
    /// `COPY (SELECT …) TO STDOUT …`
    pub(crate) copy: Statement,
}

/// The rows of a query as a COPY.
///
/// Each value is handed over by `set_config`, for the transaction, behind a letter which tells a value from none, and read
/// by `current_setting`: no text of a statement has any.
pub(crate) fn copy_out(plan: &Plan, options: &str) -> Result<CopyOfQuery> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    let table = plan.model.table;
    let mut plan = plan.clone();
    plan.none = is_empty(&plan);
    if matches!(plan.output, Output::Model) {
        plan.select_related.clear();
    }
    let mut text = Text::of_settings();
    text.push("COPY (");
    let mut text = select::rows_inside(&plan, text)?;
    text.push(") TO STDOUT ").push(options);
    let values = std::mem::take(&mut text.params);
    if values.len() > MOST_SETTINGS {
        return Err(Error::misuse(format!(
            "`copy_out` of a query with {} values: there may be at most {MOST_SETTINGS}; bind a list as one value with \
             `is_in`",
            values.len()
        )));
    }
    Ok(CopyOfQuery { settings: settings(values)?, copy: text.finish(Some(table))? })
}

fn settings(values: Vec<crate::types::Param>) -> Result<Option<Statement>> {
    if values.is_empty() {
        return Ok(None);
    }
    let mut text = Text::default();
    text.push("SELECT ");
    text.list(values, |text, value| {
        text.params.push(value);
        let number = text.params.len() as u64;
        text.number("set_config('querent.copy_", number);
        text.number("', 'v' || $", number).push("::text, true)");
    });
    text.finish(None).map(Some)
}
