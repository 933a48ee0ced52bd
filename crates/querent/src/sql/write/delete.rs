//! DELETE.

use crate::ast::Plan;
use crate::error::Result;
use crate::sql::statement::Statement;
use crate::sql::text::Text;

use super::columns::room;
use super::concerned::{check, concerning};

/// `DELETE FROM … WHERE …`; `None` where it is known that no row is concerned.
pub(crate) fn delete(plan: &Plan) -> Result<Option<Statement>> {
    check(plan, "delete")?;
    let mut text = Text::with_room(room(plan.model), plan.filters.len());
    text.push("DELETE FROM ").name(plan.model.table);
    concerning(plan, text)
}
