//! UPDATE.

use crate::ast::{Assignment, Plan};
use crate::error::{Error, Result};
use crate::sql::compiler::Compiler;
use crate::sql::outline::{Outline, Sent};
use crate::sql::remembered::remembered;
use crate::sql::statement::Statement;
use crate::sql::text::Text;

use super::columns::{check_once, check_written, push_version, room};
use super::computed::Used;
use super::concerned::{check, concerning};
use super::returned::Returned;

/// `UPDATE … SET … WHERE … RETURNING …`; `None` where it is known that no row is concerned.
pub(crate) fn update(
    plan: &Plan,
    assignments: &[Assignment],
    returned: &Returned,
) -> Result<Option<Statement>> {
    let draw = |outline: &mut Outline, plan: &mut &Plan| {
        returned.draw(outline.begin(Sent::Update))?;
        outline.assignments(assignments)?;
        outline.plan(plan)
    };
    remembered(plan, draw, |plan, _| write(plan, assignments, returned))
}

fn write(plan: &Plan, assignments: &[Assignment], returned: &Returned) -> Result<Option<Statement>> {
    check(plan, "update")?;
    if assignments.is_empty() {
        return Err(Error::misuse("`update` was given nothing to set"));
    }
    let text = Text::with_room(room(plan.model), assignments.len() + plan.filters.len());
    let text = match concerning(plan, " WHERE ", set(plan, assignments, text)?)? {
        None => return Ok(None),
        Some(text) => text,
    };
    returned.push(plan.model, text)?.finish(Some(plan.model.table)).map(Some)
}

fn set(plan: &Plan, assignments: &[Assignment], text: Text) -> Result<Text> {
    check_once(plan.model, assignments, "update")?;
    let used = Used::of(plan, |test| {
        assignments.iter().for_each(|assignment| {
            assignment.value.any(test);
        });
    });
    if used.aggregate(plan) || assignments.iter().any(|assignment| assignment.value.aggregates()) {
        return Err(Error::misuse(format!(
            "`update` of `{}` sets a column to an aggregate, which an UPDATE cannot compute; set it to a `subquery` that \
             does",
            plan.model.name
        )));
    }
    let mut compiler = Compiler::with_text(plan.model.table, text);
    used.write(plan, &mut compiler)?;
    compiler.text.push("UPDATE ").name(plan.model.table).push(" SET ");
    for (at, assignment) in assignments.iter().enumerate() {
        check_written(plan.model, assignment.column, "update")?;
        compiler.text.push(if at > 0 { ", " } else { "" }).name(assignment.column.name).push(" = ");
        compiler.expr(&assignment.value)?;
    }
    if !compiler.joins.is_empty() {
        return Err(Error::misuse(format!(
            "`update` of `{}` sets a column to one of another table; an UPDATE knows only the row's own columns",
            plan.model.name
        )));
    }
    push_version(&mut compiler.text, plan.model);
    Ok(compiler.text)
}
