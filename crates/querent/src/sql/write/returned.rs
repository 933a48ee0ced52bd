//! RETURNING: what comes back of the rows that are written.

use crate::ast::Expr;
use crate::error::{Error, Result};
use crate::meta::ModelMeta;
use crate::sql::compiler::Compiler;
use crate::sql::outline::{Drawn, Intricate, Outline};
use crate::sql::text::{Text, as_read};

use super::columns::returning;

/// What comes back of the rows that a statement writes.
#[derive(Clone, Debug)]
pub(crate) enum Returned {
    /// Their number.
    Nothing,
    /// Every column.
    Row,
    /// Values of the row's own columns.
    Values(Vec<Expr>),
}

impl Returned {
    pub(super) fn draw(&self, outline: &mut Outline) -> Drawn {
        match self {
            Returned::Nothing => outline.form(0),
            Returned::Row => outline.form(1),
            Returned::Values(_) => return Err(Intricate),
        }
        Ok(())
    }

    /// Adds RETURNING, where anything comes back.
    pub(super) fn push(&self, model: &'static ModelMeta, mut text: Text) -> Result<Text> {
        let values = match self {
            Returned::Nothing => return Ok(text),
            Returned::Row => {
                returning(&mut text, model.columns);
                return Ok(text);
            }
            Returned::Values(values) => values,
        };
        if values.iter().any(Expr::aggregates) {
            return Err(Error::misuse(format!(
                "`returning` of an aggregate: there is a value for each row of `{}` that is written; aggregate these",
                model.name
            )));
        }
        let mut compiler = Compiler::with_text(model.table, text);
        compiler.text.push(" RETURNING ");
        for (at, value) in values.iter().enumerate() {
            compiler.text.push(if at > 0 { ", " } else { "" });
            compiler.expr(value)?;
            compiler.text.push(as_read(value));
        }
        if compiler.joins.is_empty() {
            return Ok(compiler.text);
        }
        Err(Error::misuse(format!(
            "`returning` of a column of another table: what is written of `{}` are its own columns; `subquery` gives the \
             value of another one",
            model.name
        )))
    }
}
