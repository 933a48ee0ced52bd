//! UPDATE.

use crate::ast::{Assignment, Plan};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::statement::Statement;
use crate::sql::text::Text;

use super::columns::{check_written, push_version, room};
use super::concerned::{check, concerning};

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
        check_written(plan.model, assignment.column, "update")?;
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
    push_version(&mut compiler.text, plan.model);
    concerning(plan, compiler.text)
}
