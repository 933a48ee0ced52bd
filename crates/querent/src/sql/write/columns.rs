//! The columns that a write names, and those that come back.

use crate::ast::{Assignment, ColumnRef, Expr, Function};
use crate::error::{Error, Result};
use crate::meta::{ColumnMeta, DefaultMeta, ModelMeta};
use crate::sql::statement::Statement;
use crate::sql::text::Text;
use crate::types::Param;

/// A value for each column that is written; columns left out get the database's default.
pub(crate) type Values = Vec<(usize, Param)>;

/// About how long a write of a row is, which names each column three times at most.
pub(super) fn room(model: &ModelMeta) -> usize {
    128 + model.table.len() + model.columns.iter().map(|column| 3 * (column.name.len() + 8)).sum::<usize>()
}

pub(super) fn returning(text: &mut Text, columns: &'static [ColumnMeta]) {
    text.push(" RETURNING ");
    text.list(columns, |text, column| {
        text.read(None, column);
    });
}

/// Why drafts have no value for a column: the database alone keeps it. `None` for the others.
pub(crate) fn kept_by_the_database(column: &ColumnMeta) -> Option<&'static str> {
    match column.default {
        DefaultMeta::Generated(_) => Some("the database computes it of the row's other columns"),
        DefaultMeta::Version => Some("it counts the saves of the row"),
        DefaultMeta::AutoNow(_) | DefaultMeta::AutoNowAdd(_) => Some("the database's clock fills it"),
        DefaultMeta::None | DefaultMeta::Identity | DefaultMeta::Sql(_) | DefaultMeta::Choice(_) => None,
    }
}

/// Whether users may set a column: not one that the database alone keeps, but for the time of its clock.
pub(super) fn check_written(model: &ModelMeta, column: &ColumnMeta, verb: &str) -> Result<()> {
    let by_clock = matches!(column.default, DefaultMeta::AutoNow(_) | DefaultMeta::AutoNowAdd(_));
    match kept_by_the_database(column).filter(|_| !by_clock) {
        None => Ok(()),
        Some(why) => Err(Error::misuse(format!(
            "`{verb}` sets `{}.{}`, which cannot be set: {why}; leave it out",
            model.name, column.field
        ))),
    }
}

/// Whether each column is set once.
pub(super) fn check_once(model: &ModelMeta, assignments: &[Assignment], verb: &str) -> Result<()> {
    for (at, set) in assignments.iter().enumerate() {
        if assignments[..at].iter().any(|before| std::ptr::eq(before.column, set.column)) {
            return Err(Error::misuse(format!(
                "`{verb}` sets `{}.{}` twice, and which value is meant is not known; leave one out",
                model.name, set.column.field
            )));
        }
    }
    Ok(())
}

/// Behind what an UPDATE of many rows sets: it counts as a save of each.
pub(super) fn push_version(text: &mut Text, model: &'static ModelMeta) {
    if let Some(version) = model.version() {
        let name = model.columns[version].name;
        text.push(", ").name(name).push(" = ").name(name).push(" + 1");
    }
}

/// The columns that the database's clock fills when a row is created.
pub(super) fn clocks(model: &'static ModelMeta) -> Vec<(&'static str, &'static str)> {
    let clock = |column: &'static ColumnMeta| match column.default {
        DefaultMeta::AutoNowAdd(clock) | DefaultMeta::AutoNow(clock) => Some((column.name, clock)),
        DefaultMeta::None
        | DefaultMeta::Identity
        | DefaultMeta::Sql(_)
        | DefaultMeta::Choice(_)
        | DefaultMeta::Generated(_)
        | DefaultMeta::Version => None,
    };
    model.columns.iter().filter_map(clock).collect()
}

/// The columns that the database's clock fills with every save of a row, set to its time.
pub(crate) fn clocks_of_saves(model: &'static ModelMeta) -> Vec<Assignment> {
    let clock = |column: &'static ColumnMeta| match column.default {
        DefaultMeta::AutoNow(clock) => {
            Some(Assignment { column, value: Expr::call(Function::around(clock, ""), Vec::new()) })
        }
        _ => None,
    };
    model.columns.iter().filter_map(clock).collect()
}

/// The columns that the database keeps with every save of a row, and what they are set to.
pub(super) fn kept(model: &'static ModelMeta) -> Vec<Assignment> {
    let mut kept = clocks_of_saves(model);
    kept.extend(model.version().map(|version| {
        let column = &model.columns[version];
        let own = Expr::Column(ColumnRef { trail: None, column });
        Assignment { column, value: Expr::call(Function::around("", " + 1"), vec![own]) }
    }));
    kept
}

/// The columns that the database's clock fills when a row is created, and a query for what it says.
pub(crate) fn times(model: &'static ModelMeta) -> Result<Option<(Vec<usize>, Statement)>> {
    let clocks = clocks(model);
    if clocks.is_empty() {
        return Ok(None);
    }
    let filled = |column: &ColumnMeta| clocks.iter().any(|(name, _)| *name == column.name);
    let columns = (0..model.columns.len()).filter(|column| filled(&model.columns[*column])).collect();
    let mut text = Text::default();
    text.push("SELECT ");
    push_clocks(&mut text, &clocks, false);
    Ok(Some((columns, text.finish(Some(model.table))?)))
}

pub(super) fn columns(
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

pub(super) fn push_clocks(text: &mut Text, clocks: &[(&'static str, &'static str)], mut more: bool) {
    for (_, clock) in clocks {
        text.push(if more { ", " } else { "" }).push(clock);
        more = true;
    }
}
