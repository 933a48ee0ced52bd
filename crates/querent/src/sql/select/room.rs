//! About how long a text will be: text that grows is moved.

use crate::ast::{Joined, Plan};
use crate::meta::ModelMeta;

/// About how long a query is without its conditions and its ordering.
pub(super) fn room(plan: &Plan) -> usize {
    256 + row_room(plan.model) + plan.select_related.iter().map(joined_room).sum::<usize>()
}

fn joined_room(step: &Joined) -> usize {
    let target = (step.relation.target)();
    let join = 100 + 2 * target.table.len();
    join + row_room(target) + step.nested.iter().map(joined_room).sum::<usize>()
}

/// `"table"."column", ` for each column.
fn row_room(model: &ModelMeta) -> usize {
    model.columns.iter().map(|column| model.table.len() + column.name.len() + 7).sum()
}
