//! SELECT: rows, counts, and whether there are any.

use crate::ast::{ColumnRef, Direction, Expr, Joined, Lock, Nulls, Order, Output, OwnerKeys, Plan, Source};
use crate::error::{Error, Result};
use crate::meta::ModelMeta;
use crate::types::Param;

use super::compiler::Compiler;
use super::join_set::At;
use super::joins::{ROOT, Sharing};
use super::known::{constant, is_empty};
use super::many::many_in_expr;
use super::statement::Statement;
use super::text::{Alias, Text};

/// What a SELECT is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// Rows, as the plan says.
    Rows,
    /// The same rows, of which only the number matters.
    Number,
    /// The same rows' keys.
    Keys,
    /// The same values, as what another query's value may be a member of.
    Members,
}

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
        self.inner(plan, Purpose::Members)
    }

    fn inner(&mut self, plan: &Plan, purpose: Purpose) -> Result<()> {
        let text = std::mem::take(&mut self.text);
        self.text = write(plan, text, purpose)?;
        Ok(())
    }
}

fn write(plan: &Plan, text: Text, purpose: Purpose) -> Result<Text> {
    let compiler = Compiler::with_text(plan.model.table, text);
    let mut select = Select { plan, purpose, compiler };
    let owner = select.owner();
    let conditions = select.conditions(owner)?;
    let order = select.order()?;
    select.compiler.text.out.reserve(room(plan) + conditions.len() + order.clause.len());
    match owner {
        Some(owner) if owner.many && plan.is_sliced() => {
            select.slice_for_each_owner(owner, &conditions, &order.clause)?
        }
        _ => {
            let hidden = purpose == Purpose::Members && !order.hidden.is_empty();
            if hidden {
                select.compiler.text.push("SELECT \"q\".\"c0\" FROM (");
            }
            select.head(owner, &order)?;
            select.sources_and_conditions(&conditions)?;
            select.tail(&order.clause);
            if hidden {
                select.compiler.text.push(") AS \"q\" (\"c0\")");
            }
        }
    }
    select.compiler.joins.check()?;
    Ok(select.compiler.text)
}

/// A SELECT on its way to text.
struct Select<'a> {
    plan: &'a Plan,
    purpose: Purpose,
    compiler: Compiler,
}

/// Where the keys of the owners of the rows are.
#[derive(Clone, Copy)]
struct Owner {
    at: At,
    column: &'static str,
    many: bool,
}

/// The ordering, written.
#[derive(Default)]
struct OrderBy {
    /// ` ORDER BY …`, or nothing.
    clause: String,
    /// The values that a query of distinct rows must select too: PostgreSQL orders these only by what it selects.
    hidden: Vec<String>,
}

impl Select<'_> {
    /// Joins the owners' keys; the first call of `filter` speaks of the same related rows as they do.
    fn owner(&mut self) -> Option<Owner> {
        let owners = self.plan.owners.as_ref()?;
        let call = self.compiler.next_call();
        let (at, column) = self.compiler.joins.owners(owners.relation, call);
        Some(Owner { at, column, many: matches!(owners.keys, OwnerKeys::Many(_)) })
    }

    /// Everything behind WHERE.
    fn conditions(&mut self, owner: Option<Owner>) -> Result<String> {
        let plan = self.plan;
        let (text, ()) = self.compiler.apart(|compiler| {
            let mut first = true;
            if let (Some(owner), Some(owners)) = (owner, &plan.owners) {
                let alias = compiler.joins.alias(owner.at);
                compiler.text.column(alias, owner.column);
                match &owners.keys {
                    OwnerKeys::One(key) => compiler.text.push(" = ").param(key.clone()),
                    OwnerKeys::Many(keys) => compiler.text.push(" = ANY(").param(keys.clone()).push(")"),
                };
                first = false;
            }
            for (at, filter) in plan.filters.iter().enumerate() {
                if at > 0 || owner.is_none() {
                    compiler.next_call();
                }
                if constant(&filter.condition).is_some() {
                    continue; // false would have made the query empty
                }
                if !first {
                    compiler.text.push(" AND ");
                }
                let alone = first && at + 1 == plan.filters.len();
                let condition = &filter.condition;
                let meaning = if alone { compiler.condition(condition) } else { compiler.term(condition) }?;
                compiler.joins.require(meaning.if_true);
                first = false;
            }
            Ok(())
        })?;
        self.compiler.sharing = Sharing::Any;
        Ok(text)
    }

    /// The ordering, unless the rows are only counted or looked for.
    fn order(&mut self) -> Result<OrderBy> {
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
        let (clause, hidden) = self.compiler.apart(|compiler| {
            let mut hidden = Vec::new();
            for (at, key) in order.iter().enumerate() {
                compiler.text.push(if at == 0 { " ORDER BY " } else { ", " });
                let start = compiler.text.out.len();
                compiler.expr(&key.expr)?;
                if plan.distinct && !selects(plan, &key.expr) {
                    hidden.push(compiler.text.out[start..].to_owned());
                }
                compiler.text.push(suffix(key));
            }
            Ok(hidden)
        })?;
        Ok(OrderBy { clause, hidden })
    }

    fn head(&mut self, owner: Option<Owner>, order: &OrderBy) -> Result<()> {
        let distinct = self.plan.distinct;
        self.compiler.text.push(if distinct { "SELECT DISTINCT " } else { "SELECT " });
        if self.purpose == Purpose::Number {
            self.compiler.text.push("count(*)");
            return Ok(());
        }
        self.output(owner)?;
        for (value, number) in order.hidden.iter().zip(1..) {
            // A name of its own hides no column of a slice.
            self.compiler.text.push(", ").push(value).number(" AS \"order by ", number).push("\"");
        }
        Ok(())
    }

    /// The selected values; how many there are.
    fn output(&mut self, owner: Option<Owner>) -> Result<usize> {
        let mut count = 0;
        if let Some(owner) = owner.filter(|owner| owner.many) {
            let alias = self.compiler.joins.alias(owner.at);
            self.compiler.text.column(alias, owner.column).push(", ");
            count += 1;
        }
        let plan = self.plan;
        match &plan.output {
            _ if self.purpose == Purpose::Keys => {
                let alias = self.compiler.joins.alias(ROOT);
                self.compiler.text.column(alias, plan.model.key_column().name);
                count += 1;
            }
            Output::Model => {
                count += self.columns(ROOT, plan.model);
                for step in &plan.select_related {
                    count += self.joined(ROOT, step);
                }
            }
            Output::Values(values) => {
                for (at, value) in values.iter().enumerate() {
                    if at > 0 {
                        self.compiler.text.push(", ");
                    }
                    self.compiler.expr(value)?;
                }
                count += values.len();
            }
        }
        Ok(count)
    }

    fn columns(&mut self, at: At, model: &'static ModelMeta) -> usize {
        let alias = self.compiler.joins.alias(at);
        self.compiler.text.list(model.columns, |text, column| {
            text.column(alias, column.name);
        });
        model.columns.len()
    }

    /// The columns of a joined row and of those joined to it, in the order in which they are read.
    fn joined(&mut self, parent: At, step: &Joined) -> usize {
        let at = self.compiler.joins.step(parent, step.relation, Sharing::Any);
        self.compiler.text.push(", ");
        let own = self.columns(at, (step.relation.target)());
        own + step.nested.iter().map(|nested| self.joined(at, nested)).sum::<usize>()
    }

    fn sources_and_conditions(&mut self, conditions: &str) -> Result<()> {
        let table = self.plan.model.table;
        self.compiler.text.push(" FROM ");
        match &self.plan.source {
            Source::Table => {
                self.compiler.text.name(table);
            }
            Source::Slice(slice) => {
                self.compiler.text.push("(");
                self.compiler.inner(slice, Purpose::Rows)?;
                self.compiler.text.push(") AS ").name(table);
            }
        }
        let Compiler { text, joins, .. } = &mut self.compiler;
        joins.write(text);
        if !conditions.is_empty() {
            text.push(" WHERE ").push(conditions);
        }
        Ok(())
    }

    fn tail(&mut self, order: &str) {
        let plan = self.plan;
        let text = &mut self.compiler.text;
        text.push(order);
        if let Some(limit) = plan.limit {
            text.push(" LIMIT ").param(whole(limit));
        }
        if plan.offset > 0 {
            text.push(" OFFSET ").param(whole(plan.offset));
        }
        if plan.lock == Some(Lock::ForUpdate) && self.purpose == Purpose::Rows {
            text.push(" FOR UPDATE OF ").alias(Alias::Table(plan.model.table));
        }
    }

    /// The slice of each owner's rows: numbered within the owner, and cut by the number.
    fn slice_for_each_owner(&mut self, owner: Owner, conditions: &str, order: &str) -> Result<()> {
        let plan = self.plan;
        if plan.distinct {
            return Err(Error::misuse("a prefetch cannot be both distinct and sliced for each parent"));
        }
        let alias = self.compiler.joins.alias(owner.at);
        let before = std::mem::take(&mut self.compiler.text.out);
        self.compiler.text.push("SELECT ");
        let count = self.output(Some(owner))?;
        let text = &mut self.compiler.text;
        text.push(", row_number() OVER (PARTITION BY ").column(alias, owner.column);
        text.push(order).push(")");
        self.sources_and_conditions(conditions)?;
        let inner = std::mem::replace(&mut self.compiler.text.out, before);
        let text = &mut self.compiler.text;
        text.push("SELECT ");
        text.list(0..count, |text, at| {
            text.number("\"q\".\"c", at as u64).push("\"");
        });
        text.push(" FROM (").push(&inner).push(") AS \"q\" (");
        text.list(0..count, |text, at| {
            text.number("\"c", at as u64).push("\"");
        });
        text.push(", \"n\") WHERE \"q\".\"n\" > ").param(whole(plan.offset));
        if let Some(limit) = plan.limit {
            text.push(" AND \"q\".\"n\" <= ").param(whole(plan.offset.saturating_add(limit)));
        }
        text.push(" ORDER BY \"q\".\"n\"");
        Ok(())
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

/// About how long a query is without its conditions and its ordering: text that grows is moved.
fn room(plan: &Plan) -> usize {
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

/// A number of rows as PostgreSQL counts them; more than it can count is no limit.
fn whole(count: u64) -> Param {
    Param::BigInt(i64::try_from(count).unwrap_or(i64::MAX))
}
