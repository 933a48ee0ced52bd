//! SELECT: rows, counts, and whether there are any.

use crate::ast::{Expr, Output, Plan};
use crate::error::{Error, Result};

use super::compiler::Compiler;
use super::known::is_empty;
use super::many::many_in_expr;
use super::statement::Statement;
use super::text::Text;

mod room;
mod query;
mod ordering;
mod owners;
mod output;
mod sources;
mod slice;

pub(crate) use ordering::key_order;

use owners::OwnerKind;
use query::{Purpose, Select};
use room::room;

/// The rows of a query; `None` where it is known that there are none.
pub(crate) fn rows(plan: &Plan) -> Result<Option<Statement>> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    if is_empty(plan) {
        return Ok(None);
    }
    write(plan, Text::default(), Purpose::Rows)?.finish().map(Some)
}

/// `SELECT count(*)` of the rows of a query; `None` where it is known that there are none.
pub(crate) fn count(plan: &Plan) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    let as_written = rows_depend_on_values(plan);
    if !as_written && !plan.is_sliced() {
        return write(plan, Text::default(), Purpose::Number)?.finish().map(Some);
    }
    let mut text = Text::default();
    text.push("SELECT count(*) FROM (");
    let mut text = write(plan, text, if as_written { Purpose::Rows } else { Purpose::Keys })?;
    text.push(") AS \"counted\"");
    text.finish().map(Some)
}

/// `SELECT EXISTS (…)`; `None` where it is known that there are no rows.
pub(crate) fn exists(plan: &Plan) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    let mut text = Text::default();
    text.push("SELECT EXISTS (");
    let as_written = plan.is_sliced() && rows_depend_on_values(plan);
    let mut text = write(plan, text, if as_written { Purpose::Rows } else { Purpose::Keys })?;
    text.push(")");
    text.finish().map(Some)
}

/// Whether there are other rows than the model's: equal ones are one, or there is one for each of many related rows.
fn rows_depend_on_values(plan: &Plan) -> bool {
    let fresh = Compiler::new(plan.model.table);
    let many = |values: &[Expr]| values.iter().any(|value| many_in_expr(&fresh, value));
    plan.distinct || matches!(&plan.output, Output::Values(values) if many(values))
}

/// The keys of the rows of a query, inside another one.
pub(super) fn keys(plan: &Plan, text: Text) -> Result<Text> {
    write(plan, text, Purpose::Keys)
}

impl Compiler {
    /// A query that a value may be a member of, inside this one.
    pub(super) fn members(&mut self, plan: &Plan) -> Result<()> {
        if let Some(mistake) = plan.mistake {
            return Err(Error::misuse(mistake));
        }
        if plan.lock.is_some() {
            return Err(Error::misuse(format!(
                "`select_for_update` of `{}` inside `is_in`: only the rows of the query itself are locked; lock these by a \
                 query of their own",
                plan.model.name
            )));
        }
        self.inner(plan, Purpose::Members)
    }

    fn inner(&mut self, plan: &Plan, purpose: Purpose) -> Result<()> {
        let text = std::mem::take(&mut self.text);
        self.text = write(plan, text, purpose)?;
        Ok(())
    }
}

fn write(plan: &Plan, text: Text, purpose: Purpose) -> Result<Text> {
    let mut select = Select::new(plan, text, purpose)?;
    let owner = select.owner();
    let conditions = select.conditions(owner)?;
    let order = select.order()?;
    select.compiler.text.out.reserve(room(plan) + conditions.len() + order.clause.len());
    match owner {
        Some(owner) if owner.kind == OwnerKind::Each && plan.is_sliced() => {
            select.slice_for_each_owner(owner, &conditions, &order.clause)?
        }
        _ => {
            let only_the_value = purpose == Purpose::Members && !order.selected.is_empty();
            if only_the_value {
                select.compiler.text.push("SELECT \"q\".\"c0\" FROM (");
            }
            select.head(owner, &order)?;
            select.sources_and_conditions(&conditions)?;
            select.tail(&order.clause);
            if only_the_value {
                select.compiler.text.push(") AS \"q\" (\"c0\")");
            }
        }
    }
    select.compiler.joins.check()?;
    Ok(select.compiler.text)
}
