//! The rows of several queries, where nothing is said of them but their order.

use crate::ast::{Output, Plan, Source};
use crate::error::Result;

use super::ordering::suffix;
use super::query::Select;
use crate::sql::purpose::Purpose;
use crate::sql::text::Text;

impl Select<'_> {
    /// `SELECT … UNION SELECT … ORDER BY …`; false where they must be selected from.
    pub(super) fn combined(&mut self) -> Result<bool> {
        let plan = self.plan;
        let Source::Combined(first, others) = &plan.source else { return Ok(false) };
        let shown = matches!(self.purpose, Purpose::Rows | Purpose::Members | Purpose::Array);
        let plain = plan.owners.is_none() && plan.select_related.is_empty() && plan.extra.is_empty();
        let ordered = self.shows_order() || plan.is_sliced();
        let order = if ordered { order(plan) } else { Some(String::new()) };
        let Some(order) = order.filter(|_| shown && plain && is_as_selected(plan)) else { return Ok(false) };
        self.arms(first, others)?;
        self.tail(&order)?;
        Ok(true)
    }
}

/// Whether the rows are those of the queries, column by column.
fn is_as_selected(plan: &Plan) -> bool {
    let all = plan.model.always().count() == plan.model.columns.len();
    plan.is_open() && (all || matches!(plan.output, Output::Values(_)))
}

/// ORDER BY of columns that the first query names: PostgreSQL orders such rows by nothing else.
fn order(plan: &Plan) -> Option<String> {
    let mut text = Text::default();
    for (at, key) in plan.order().iter().enumerate() {
        let column = plan.column_of(&key.expr).filter(|_| matches!(plan.output, Output::Model))?;
        if !key.expr.is_own_column() {
            return None;
        }
        text.push(if at == 0 { " ORDER BY " } else { ", " }).name(column.column.name).push(suffix(key));
    }
    Some(text.out)
}
