//! ORDER BY.

use crate::ast::{Direction, Distinct, Expr, Grouping, Nulls, Order, Output, Plan};
use crate::error::Result;
use crate::meta::ModelMeta;
use crate::sql::compiler::Compiler;

use super::owners::Owner;
use super::query::Select;
use crate::sql::purpose::Purpose;
use crate::sql::text::Text;

const BEGIN: &str = " ORDER BY ";

/// The ordering, written.
#[derive(Default)]
pub(super) struct OrderBy {
    /// ` ORDER BY …`, or nothing.
    pub(super) clause: String,
    /// The keys that are selected too, each with its place: those of distinct rows, which PostgreSQL orders only by what
    /// is selected, and those that a slice carries to the query around it.
    pub(super) selected: Vec<(usize, String)>,
    /// The keys themselves, where rows are distinct by the first of them.
    pub(super) keys: Vec<String>,
    /// Where rows are grouped, the keys that are no aggregates, each with whether it is a column of the model.
    pub(super) ungrouped: Vec<(bool, String)>,
}

impl Select<'_> {
    /// The ordering, unless the rows are only counted or looked for.
    pub(super) fn order(&mut self) -> Result<OrderBy> {
        let plan = self.plan;
        let unordered = matches!(plan.grouping, Grouping::Whole) || plan.has_no_model_order();
        if unordered || !self.shows_order() && !plan.is_sliced() && !self.is_distinct_on() {
            return Ok(OrderBy::default());
        }
        let for_each_owner = plan.is_sliced() && plan.owners.is_some();
        let mut order = plan.order();
        if for_each_owner && order.is_empty() {
            order = key_order(plan.model).into();
        }
        if order.is_empty() {
            return Ok(OrderBy::default());
        }
        let purpose = self.purpose;
        let carries = purpose == Purpose::Slice;
        let has_columns = plan.has_columns();
        let carried = |key: &Order| {
            let is_column = has_columns && key.expr.is_own_column();
            carries && !is_column && !matches!(key.expr, Expr::Annotation(_))
        };
        let distinct = matches!(plan.distinct, Distinct::Rows);
        let distinct_on = self.is_distinct_on();
        let grouped = self.is_grouped();
        let (clause, (selected, keys, ungrouped)) = self.compiler.apart(|compiler| {
            let (mut selected, mut keys, mut ungrouped) = (Vec::new(), Vec::new(), Vec::new());
            for (at, key) in order.iter().enumerate() {
                compiler.text.push(if at == 0 { BEGIN } else { ", " });
                let start = compiler.text.out.len();
                compiler.computed.take_notes();
                compiler.expr(&key.expr)?;
                let text = &compiler.text.out[start..];
                if carried(key) || distinct && !selects(plan, purpose, &key.expr) {
                    selected.push((at, text.to_owned()));
                }
                let (aggregated, _) = compiler.computed.take_notes();
                if distinct_on {
                    keys.push(compiler.text.out[start..].to_owned());
                }
                if grouped && !aggregated {
                    ungrouped.push((key.expr.is_own_column(), compiler.text.out[start..].to_owned()));
                }
                compiler.text.push(suffix(key));
            }
            Ok((selected, keys, ungrouped))
        })?;
        Ok(OrderBy { clause, selected, keys, ungrouped })
    }
}

impl Select<'_> {
    /// The first rows of groups are those of each owner.
    pub(super) fn by_owner_first(&mut self, owner: Option<Owner>, order: &mut OrderBy) {
        let Some(owner) = owner.and_then(Owner::selected).filter(|_| self.is_distinct_on()) else { return };
        let Some(keys) = order.clause.strip_prefix(BEGIN) else { return };
        let mut clause = Text::default();
        clause.push(BEGIN).column(self.compiler.joins.alias(owner.at), owner.column).push(", ").push(keys);
        order.clause = clause.out;
    }
}

/// The primary key, for an order where there is none.
pub(crate) fn key_order(model: &'static ModelMeta) -> Vec<Order> {
    Expr::key_columns(model, None).into_iter().map(ascending).collect()
}

fn ascending(expr: Expr) -> Order {
    Order { expr, direction: Direction::Ascending, nulls: Nulls::Default }
}

/// An order for a query that has none: by what the rows are grouped by or made of, or by the primary key.
pub(crate) fn own_order(plan: &Plan) -> Vec<Order> {
    match (&plan.grouping, &plan.output, &plan.distinct) {
        (Grouping::Values { values, .. }, ..) => (0..values.len()).map(Expr::Group).map(ascending).collect(),
        (_, Output::Values(values), _) if !plan.has_columns() => {
            values.iter().cloned().map(ascending).collect()
        }
        (.., Distinct::On(values)) => {
            values.iter().cloned().map(ascending).chain(key_order(plan.model)).collect()
        }
        _ => key_order(plan.model),
    }
}

/// Whether a query has no order that it is written with.
pub(crate) fn is_unordered(plan: &Plan) -> bool {
    plan.has_no_model_order() || plan.order().is_empty()
}

/// Whether a value is among those that are selected anyway.
fn selects(plan: &Plan, purpose: Purpose, expr: &Expr) -> bool {
    let is_selected = |at: usize| plan.annotations.get(at).is_some_and(|annotation| annotation.selected);
    match (&plan.output, expr) {
        (Output::Model, Expr::Column(column)) => {
            let whole = matches!(purpose, Purpose::Slice | Purpose::Arm);
            column.trail.is_none() && (whole || plan.selects(column.column))
        }
        (Output::Model, Expr::Annotation(at)) => is_selected(*at),
        (Output::Values(values), expr) => values.iter().any(|value| match (value, expr) {
            (Expr::Column(one), Expr::Column(other)) => {
                one.trail.is_none() && other.trail.is_none() && one.column.name == other.column.name
            }
            (Expr::Annotation(one), Expr::Annotation(other)) | (Expr::Group(one), Expr::Group(other)) => {
                one == other
            }
            _ => false,
        }),
        _ => false,
    }
}

impl Compiler {
    /// One key of an ordering, with its direction.
    pub(in crate::sql) fn order_key(&mut self, key: &Order) -> Result<()> {
        self.expr(&key.expr)?;
        self.text.push(suffix(key));
        Ok(())
    }
}

pub(super) fn suffix(key: &Order) -> &'static str {
    match (key.direction, key.nulls) {
        (Direction::Ascending, Nulls::Default) => "",
        (Direction::Ascending, Nulls::First) => " NULLS FIRST",
        (Direction::Ascending, Nulls::Last) => " NULLS LAST",
        (Direction::Descending, Nulls::Default) => " DESC",
        (Direction::Descending, Nulls::First) => " DESC NULLS FIRST",
        (Direction::Descending, Nulls::Last) => " DESC NULLS LAST",
    }
}
