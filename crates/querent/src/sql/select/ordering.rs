//! ORDER BY.

use crate::ast::{ColumnRef, Direction, Expr, Nulls, Order, Output, Plan};
use crate::error::Result;
use crate::meta::ModelMeta;

use super::query::{Purpose, Select};

/// The ordering, written.
#[derive(Default)]
pub(super) struct OrderBy {
    /// ` ORDER BY …`, or nothing.
    pub(super) clause: String,
    /// The keys that are selected too, each with its place: those of distinct rows, which PostgreSQL orders only by what
    /// is selected, and those that a slice carries to the query around it.
    pub(super) selected: Vec<(usize, String)>,
}

impl Select<'_> {
    /// The ordering, unless the rows are only counted or looked for.
    pub(super) fn order(&mut self) -> Result<OrderBy> {
        let plan = self.plan;
        if self.purpose != Purpose::Rows && !plan.is_sliced() {
            return Ok(OrderBy::default());
        }
        let for_each_owner = plan.is_sliced() && plan.owners.is_some();
        let mut order = plan.order();
        if for_each_owner && order.is_empty() {
            order = vec![key_order(plan.model)].into();
        }
        if order.is_empty() {
            return Ok(OrderBy::default());
        }
        let carries = self.purpose == Purpose::Slice;
        let (clause, selected) = self.compiler.apart(|compiler| {
            let mut selected = Vec::new();
            for (at, key) in order.iter().enumerate() {
                compiler.text.push(if at == 0 { " ORDER BY " } else { ", " });
                let start = compiler.text.out.len();
                compiler.expr(&key.expr)?;
                if carries && !key.expr.is_own_column() || plan.distinct && !selects(plan, &key.expr) {
                    selected.push((at, compiler.text.out[start..].to_owned()));
                }
                compiler.text.push(suffix(key));
            }
            Ok(selected)
        })?;
        Ok(OrderBy { clause, selected })
    }
}

/// The primary key, for an order where there is none.
pub(crate) fn key_order(model: &'static ModelMeta) -> Order {
    let key = ColumnRef { trail: None, column: model.key_column() };
    Order { expr: Expr::Column(key), direction: Direction::Ascending, nulls: Nulls::Default }
}

/// Whether a value is among those that are selected anyway.
fn selects(plan: &Plan, expr: &Expr) -> bool {
    let Expr::Column(column) = expr else { return false };
    match &plan.output {
        Output::Model => column.trail.is_none(),
        Output::Values(values) => values.iter().any(|value| {
            matches!(value, Expr::Column(other) if column.trail.is_none() && other.trail.is_none()
                && other.column.name == column.column.name)
        }),
    }
}

fn suffix(key: &Order) -> &'static str {
    match (key.direction, key.nulls) {
        (Direction::Ascending, Nulls::Default) => "",
        (Direction::Ascending, Nulls::First) => " NULLS FIRST",
        (Direction::Ascending, Nulls::Last) => " NULLS LAST",
        (Direction::Descending, Nulls::Default) => " DESC",
        (Direction::Descending, Nulls::First) => " DESC NULLS FIRST",
        (Direction::Descending, Nulls::Last) => " DESC NULLS LAST",
    }
}
