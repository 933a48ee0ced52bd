//! ON CONFLICT: what an INSERT does about rows that are there already.

use crate::ast::Assignment;
use crate::error::{Error, Result};
use crate::meta::ModelMeta;
use crate::sql::compiler::Compiler;
use crate::sql::text::{Alias, Text};

use super::columns::{check_once, check_written, kept};

/// What an INSERT does about rows that are there already.
#[derive(Clone, Debug)]
pub(crate) struct Conflict {
    /// Which constraint or index tells that a row is there.
    pub(crate) target: Target,
    /// What becomes of that row.
    pub(crate) action: Action,
}

/// What tells that a row is there.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    /// Any constraint or index.
    Any,
    /// That of these columns.
    Columns(Vec<usize>),
    /// The constraint of that name.
    Constraint(String),
}

/// What becomes of a row that is there.
#[derive(Clone, Debug)]
pub(crate) enum Action {
    /// Nothing: the new row is passed over.
    Nothing,
    /// Columns are set.
    Update {
        /// Those that get the new row's value.
        columns: Vec<usize>,
        /// Those that get another one.
        set: Vec<Assignment>,
    },
}

impl Conflict {
    /// Any row that is there is left as it is.
    pub(crate) const IGNORED: Conflict = Conflict { target: Target::Any, action: Action::Nothing };

    /// Adds ON CONFLICT.
    pub(super) fn push(&self, model: &'static ModelMeta, mut text: Text) -> Result<Text> {
        text.push(" ON CONFLICT");
        match &self.target {
            Target::Any => {}
            Target::Columns(columns) => {
                text.push(" (");
                text.list(columns, |text, column| {
                    text.name(model.columns[*column].name);
                });
                text.push(")");
            }
            Target::Constraint(name) => {
                text.push(" ON CONSTRAINT ").name(name);
            }
        }
        let Action::Update { columns, set } = &self.action else {
            text.push(" DO NOTHING");
            return Ok(text);
        };
        if model.table == "excluded" {
            return Err(Error::misuse(format!(
                "`upsert` of `{}`: its table has the name that PostgreSQL gives to the new row in ON CONFLICT DO UPDATE; \
                 give it another one, by `#[model(table = \"…\")]`",
                model.name
            )));
        }
        text.push(" DO UPDATE SET ");
        let mut compiler = Compiler::with_text(model.table, text);
        compiler.has_excluded = true;
        let mut more = false;
        for column in columns.iter().map(|column| &model.columns[*column]) {
            check_written(model, column, "upsert")?;
            compiler
                .text
                .push(if more { ", " } else { "" })
                .name(column.name)
                .push(" = EXCLUDED.")
                .name(column.name);
            more = true;
        }
        set.iter().try_for_each(|set| check_written(model, set.column, "upsert"))?;
        check_once(model, set, "upsert")?;
        if let Some(key) = set.iter().find(|set| model.key_columns().any(|key| std::ptr::eq(key, set.column)))
        {
            return Err(Error::misuse(format!(
                "`upsert` of `{}` sets its primary key `{}`; a row that is there keeps its key",
                model.name, key.column.field
            )));
        }
        let is_set = |kept: &Assignment| set.iter().any(|set| std::ptr::eq(set.column, kept.column));
        let kept: Vec<Assignment> = kept(model).into_iter().filter(|kept| !is_set(kept)).collect();
        for assignment in set.iter().chain(&kept) {
            compiler.text.push(if more { ", " } else { "" }).name(assignment.column.name).push(" = ");
            compiler.expr(&assignment.value)?;
            more = true;
        }
        if !more {
            let key = model.key_column().name; // nothing to write, but the row comes back only if it is written
            compiler.text.name(key).push(" = ").column(Alias::Table(model.table), key);
        }
        if compiler.joins.is_empty() {
            return Ok(compiler.text);
        }
        Err(Error::misuse(format!(
            "`upsert` of `{}` sets a column to one of another table; it knows only the row that is there and the new one",
            model.name
        )))
    }
}
