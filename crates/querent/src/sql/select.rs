//! SELECT: rows, counts, and whether there are any.

use crate::ast::{Distinct, Expr, Grouping, Output, OwnerKeys, Plan, Selected, Source};
use crate::error::{Error, Result};
use crate::meta::Link;

use super::compiler::Compiler;
use super::knowledge::Knowledge;
use super::known::is_empty;
use super::many::{joins_many, value_joins_many};
use super::outline::Sent;
use super::purpose::Purpose;
use super::remembered::remembered;
use super::statement::Statement;
use super::text::{Alias, Text};

mod room;
mod query;
mod owners;
mod ordering;
mod locking;
mod output;
mod sources;
mod combined;
mod needed;
mod shown;
mod related;
mod apart;
mod conditions;
mod groups;
mod slice;

pub(crate) use ordering::{is_unordered, key_order, own_order};
pub(super) use owners::belongs;

use conditions::Conditions;
use ordering::OrderBy;
use owners::OwnerKind;
use query::{Select, Standing};
use room::room;
use sources::columns;

/// The rows of a query; `None` where it is known that there are none.
pub(crate) fn rows(plan: &Plan) -> Result<Option<Statement>> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    remembered(plan, |outline, plan| outline.begin(Sent::Rows).plan(plan), |plan, _| write_rows(plan))
}

fn write_rows(plan: &Plan) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    write(plan, Text::default(), Purpose::Rows)?.finish(Some(plan.model.table)).map(Some)
}

/// The rows of a query inside another statement, which asks for them also where it is known that there are none.
pub(super) fn rows_inside(plan: &Plan, text: Text) -> Result<Text> {
    write(plan, text, Purpose::Rows)
}

/// One row of what is computed of all the rows of a query.
pub(crate) fn totals(plan: &Plan) -> Result<Statement> {
    if let Some(mistake) = plan.mistake {
        return Err(Error::misuse(mistake));
    }
    write(plan, Text::default(), Purpose::Rows)?.finish(Some(plan.model.table))
}

/// `SELECT count(*)` of the rows of a query; `None` where it is known that there are none.
pub(crate) fn count(plan: &Plan) -> Result<Option<Statement>> {
    remembered(plan, |outline, plan| outline.begin(Sent::Count).plan(plan), |plan, _| write_count(plan))
}

fn write_count(plan: &Plan) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    if let Some((text, table)) = pairs_of_one(plan, "SELECT count(*)") {
        return text.finish(Some(table)).map(Some);
    }
    let as_written = rows_depend_on_values(plan);
    if !as_written && !plan.is_sliced() && !rows_are_grouped(plan) {
        return write(plan, Text::default(), Purpose::Number)?.finish(Some(plan.model.table)).map(Some);
    }
    let mut text = Text::default();
    text.push("SELECT count(*) FROM (");
    let has_keys = plan.has_columns();
    let mut text = write(plan, text, if as_written || !has_keys { Purpose::Rows } else { Purpose::Keys })?;
    text.push(") AS \"counted\"");
    text.finish(Some(plan.model.table)).map(Some)
}

/// `SELECT EXISTS (…)`; `None` where it is known that there are no rows.
pub(crate) fn exists(plan: &Plan) -> Result<Option<Statement>> {
    remembered(plan, |outline, plan| outline.begin(Sent::Exists).plan(plan), |plan, _| write_exists(plan))
}

fn write_exists(plan: &Plan) -> Result<Option<Statement>> {
    if is_empty(plan) {
        return Ok(None);
    }
    if let Some((mut text, table)) = pairs_of_one(plan, "SELECT EXISTS (SELECT 1") {
        text.push(")");
        return text.finish(Some(table)).map(Some);
    }
    let mut text = Text::default();
    text.push("SELECT EXISTS (");
    let as_written = plan.is_sliced() && rows_depend_on_values(plan);
    let mut text = write(plan, text, if as_written { Purpose::Rows } else { Purpose::Any })?;
    text.push(")");
    text.finish(Some(plan.model.table)).map(Some)
}

/// Where all the rows that pairs lead to are counted or looked for, the pairs alone, and their table, if a key of a pair is
/// that of a row.
fn pairs_of_one(plan: &Plan, select: &str) -> Option<(Text, &'static str)> {
    let owners = plan.owners.as_ref().filter(|owners| owners.way.is_empty())?;
    let (Link::Through { join, .. }, OwnerKeys::One(key)) = (&owners.relation.link, &owners.keys) else {
        return None;
    };
    let join = join();
    let all = !join.may_miss()
        && plan.filters.is_empty()
        && plan.annotations.is_empty()
        && !plan.is_sliced()
        && matches!(plan.output, Output::Model)
        && matches!((&plan.source, &plan.distinct), (Source::Table, Distinct::No));
    all.then(|| {
        let mut text = Text::default();
        text.push(select).push(" FROM ").name(join.table).push(" WHERE ");
        text.column(Alias::Table(join.table), join.from).push(" = ").param(key.clone());
        (text, join.table)
    })
}

/// Whether there are other rows than the model's: equal ones are one, or there is one for each of many related rows.
fn rows_depend_on_values(plan: &Plan) -> bool {
    !matches!(plan.distinct, Distinct::No)
        || matches!(plan.grouping, Grouping::Values { .. })
        || matches!(plan.source, Source::Combined(..))
        || matches!(&plan.output, Output::Values(values) if values.iter().any(value_joins_many))
}

/// Whether the number of rows depends on their being grouped.
fn rows_are_grouped(plan: &Plan) -> bool {
    if matches!(plan.grouping, Grouping::None | Grouping::Whole) {
        return false;
    }
    let mut computed = |part: &Expr| matches!(part, Expr::Annotation(_));
    plan.owners.is_some()
        || plan
            .filters
            .iter()
            .any(|filter| filter.condition.any(&mut computed) || joins_many(&filter.condition))
        || plan.annotations.iter().any(|one| value_joins_many(&one.expr))
}

/// The keys of the rows of a query, inside another one.
pub(super) fn keys(plan: &Plan, text: Text) -> Result<Text> {
    write(plan, text, Purpose::Keys)
}

impl Compiler {
    /// A query that a value may be a member of, inside this one.
    pub(super) fn members(&mut self, plan: &Plan) -> Result<()> {
        self.inner(plan, Purpose::Members)
    }

    /// A query as a value of this one.
    pub(super) fn subquery(&mut self, plan: &Plan, selected: Selected) -> Result<Knowledge> {
        let (before, purpose, nullable) = match selected {
            Selected::One => ("(", Purpose::Members, true),
            Selected::Array => ("ARRAY(", Purpose::Array, false),
        };
        self.text.push(before);
        self.inner(plan, purpose)?;
        self.text.push(")");
        Ok(Knowledge { nullable, ..Knowledge::CERTAIN })
    }

    /// A query inside this one, which may use this one's values.
    ///
    /// # Errors
    ///
    /// Misuse where the query was made of a mistake, or locks rows.
    pub(super) fn inner(&mut self, plan: &Plan, purpose: Purpose) -> Result<()> {
        if let Some(mistake) = plan.mistake {
            return Err(Error::misuse(mistake));
        }
        if plan.lock.is_some() {
            return Err(Error::misuse(format!(
                "`select_for_update` of `{}` inside another query, for example in `is_in`: only the rows of the query \
                 itself are locked; lock these by a query of their own",
                plan.model.name
            )));
        }
        let text = std::mem::take(&mut self.text);
        let numbered = self.numbered();
        let around = std::mem::replace(self, Compiler::new(plan.model.table));
        let standing = Standing { around: Some(Box::new(around)), numbered };
        let mut inner = write_at(plan, text, purpose, standing)?;
        if let Some(around) = inner.around.take() {
            *self = *around;
        }
        self.text = inner.text;
        Ok(())
    }

    /// A query beside this one, in the place of one of its tables: it may use the values of the queries around both.
    pub(super) fn beside(&mut self, plan: &Plan, purpose: Purpose) -> Result<()> {
        let text = std::mem::take(&mut self.text);
        let standing = Standing { around: self.around.take(), numbered: self.numbered() };
        let beside = write_at(plan, text, purpose, standing)?;
        self.around = beside.around;
        self.text = beside.text;
        Ok(())
    }
}

fn write(plan: &Plan, text: Text, purpose: Purpose) -> Result<Text> {
    write_at(plan, text, purpose, Standing::default()).map(|compiler| compiler.text)
}

fn write_at(plan: &Plan, text: Text, purpose: Purpose, standing: Standing) -> Result<Compiler> {
    let mut select = Select::new(plan, text, purpose, standing)?;
    if !is_empty(plan) && select.combined()? {
        return Ok(select.compiler);
    }
    let owner = select.owner();
    let mut conditions = select.conditions(owner)?;
    if is_empty(plan) {
        conditions.rows = "FALSE".to_owned(); // what stands inside another query is written all the same
    }
    let mut order = select.order()?;
    select.by_owner_first(owner, &mut order);
    select.compiler.text.out.reserve(room(plan) + conditions.rows.len() + order.clause.len());
    match owner {
        Some(owner) if owner.kind == OwnerKind::Each && plan.is_sliced() => {
            select.slice_for_each_owner(owner, &conditions, &order)?
        }
        _ => {
            let is_apart = matches!(purpose, Purpose::Members | Purpose::Array | Purpose::Arm);
            let only_the_output = is_apart && !order.selected.is_empty();
            if only_the_output {
                select.compiler.text.push("SELECT ");
                columns(&mut select.compiler.text, Some("q"), plan);
                select.compiler.text.push(" FROM (");
            }
            select.head(owner, &order)?;
            select.require_locked();
            select.sources_and_conditions(&conditions, &order)?;
            select.tail(&order.clause)?;
            if only_the_output {
                select.compiler.text.push(") AS \"q\" (");
                columns(&mut select.compiler.text, None, plan);
                select.compiler.text.push(")");
            }
        }
    }
    select.compiler.joins.check()?;
    Ok(select.compiler)
}

impl Select<'_> {
    /// FROM, WHERE, GROUP BY and HAVING, once everything else that needs a table is written.
    fn sources_and_conditions(&mut self, conditions: &Conditions, order: &OrderBy) -> Result<()> {
        self.sources()?;
        if !conditions.rows.is_empty() {
            self.compiler.text.push(" WHERE ").push(&conditions.rows);
        }
        self.groups(conditions, order)
    }
}
