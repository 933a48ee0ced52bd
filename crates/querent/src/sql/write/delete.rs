//! DELETE.

use crate::ast::Plan;
use crate::error::Result;
use crate::sql::outline::{Outline, Sent};
use crate::sql::remembered::remembered;
use crate::sql::statement::Statement;
use crate::sql::text::Text;

use super::columns::room;
use super::concerned::{check, concerning};
use super::returned::Returned;

/// `DELETE FROM … WHERE … RETURNING …`; `None` where it is known that no row is concerned.
pub(crate) fn delete(plan: &Plan, returned: &Returned) -> Result<Option<Statement>> {
    let draw = |outline: &mut Outline, plan: &mut &Plan| {
        returned.draw(outline.begin(Sent::Delete))?;
        outline.plan(plan)
    };
    remembered(plan, draw, |plan, _| write(plan, returned))
}

fn write(plan: &Plan, returned: &Returned) -> Result<Option<Statement>> {
    check(plan, "delete")?;
    let mut text = Text::with_room(room(plan.model), plan.filters.len());
    text.push("DELETE FROM ").name(plan.model.table);
    match concerning(plan, " WHERE ", text)? {
        None => Ok(None),
        Some(text) => returned.push(plan.model, text)?.finish(Some(plan.model.table)).map(Some),
    }
}
