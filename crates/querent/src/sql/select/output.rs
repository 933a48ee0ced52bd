//! What stands between SELECT and FROM.

use crate::ast::{Carried, Distinct, Expr, Joined, Output};
use crate::error::{Error, Result};
use crate::meta::ColumnMeta;
use crate::sql::join_set::At;
use crate::sql::joins::{ROOT, Sharing};

use super::ordering::OrderBy;
use super::owners::Owner;
use super::query::Select;
use crate::sql::purpose::Purpose;
use crate::sql::text::as_read;

impl Select<'_> {
    /// `SELECT` and what is selected.
    pub(super) fn head(&mut self, owner: Option<Owner>, order: &OrderBy) -> Result<()> {
        let plan = self.plan;
        self.compiler.text.push("SELECT ");
        match &plan.distinct {
            Distinct::No => {}
            Distinct::Rows => {
                self.compiler.text.push("DISTINCT ");
            }
            Distinct::On(values) => self.distinct_on(values, owner, order)?,
        }
        match self.purpose {
            Purpose::Number => {
                self.compiler.text.push("count(*)");
                return Ok(());
            }
            Purpose::Any if !matches!(plan.distinct, Distinct::Rows) => {
                self.compiler.text.push("1");
                return Ok(());
            }
            _ => self.output(owner)?,
        };
        for (at, key) in &order.selected {
            self.compiler.text.push(", ").push(key).push(" AS ").carried(Carried::Key(*at));
        }
        Ok(())
    }

    /// The selected values; how many there are.
    pub(super) fn output(&mut self, owner: Option<Owner>) -> Result<usize> {
        let mut count = 0;
        if let Some(owner) = owner.and_then(Owner::selected).filter(|_| self.owner_comes_apart()) {
            let alias = self.compiler.joins.alias(owner.at);
            self.compiler.text.column(alias, owner.column).push(", ");
            self.read.push((alias, owner.column));
            count += 1;
        }
        let plan = self.plan;
        match (&plan.output, self.purpose) {
            (_, Purpose::Keys) => {
                let alias = self.compiler.joins.alias(ROOT);
                self.compiler.text.key_columns(Some(alias), plan.model);
                count += plan.model.keys.len();
            }
            (Output::Values(values), Purpose::Slice) => {
                let has_columns = plan.has_columns();
                if has_columns {
                    count += self.columns(ROOT, plan.model.columns.iter());
                }
                count += self.carried(values, has_columns)?;
            }
            (Output::Values(values), _) => {
                for (at, value) in values.iter().enumerate() {
                    self.compiler.text.push(if at > 0 { ", " } else { "" });
                    self.compiler.computed.take_notes();
                    self.compiler.expr(value)?;
                    self.compiler.text.push(self.as_read(value));
                    if !matches!(value, Expr::Annotation(_)) {
                        self.read.append(&mut self.compiler.computed.take_notes().1);
                    }
                }
                count += values.len();
            }
            // A query around this one may use every column.
            (Output::Model, Purpose::Slice | Purpose::Arm) => {
                count += self.columns(ROOT, plan.model.columns.iter());
                count += self.related();
            }
            (Output::Model, _) => {
                count += self.columns(ROOT, plan.model.columns.iter().filter(|column| plan.selects(column)));
                count += self.related();
            }
        }
        if self.purpose != Purpose::Keys {
            count += self.annotations(count > 0)?;
        }
        if self.purpose == Purpose::Rows {
            for value in &plan.extra {
                self.compiler.text.push(", ");
                self.compiler.expr(value)?;
            }
            count += plan.extra.len();
        }
        Ok(count)
    }

    /// Whether a row begins with its owner's key, which is none of its own columns.
    fn owner_comes_apart(&self) -> bool {
        self.purpose != Purpose::Rows || self.plan.owner_place().is_none()
    }

    /// The annotations that are a part of the row, or all of them where a query around this one may use them.
    fn annotations(&mut self, mut some: bool) -> Result<usize> {
        let mut count = 0;
        let carries = self.purpose == Purpose::Slice;
        for (at, annotation) in self.plan.annotations.iter().enumerate() {
            if !(annotation.selected || carries && self.plan.carries(at)) {
                continue;
            }
            self.compiler.text.push(if some { ", " } else { "" });
            self.compiler.expr(&Expr::Annotation(at))?;
            self.compiler.text.push(self.as_read(&annotation.expr));
            // A side of combined rows names them too, or PostgreSQL would name them like columns that are ordered by.
            if carries || self.purpose == Purpose::Arm {
                self.compiler.text.push(" AS ").carried(Carried::Annotation(at));
            }
            some = true;
            count += 1;
        }
        Ok(count)
    }

    /// `DISTINCT ON (…)`
    ///
    /// # Errors
    ///
    /// Misuse where these are not what the rows are ordered by first: PostgreSQL takes the first row of each group, and
    /// the groups come in the order of the query.
    fn distinct_on(&mut self, values: &[Expr], owner: Option<Owner>, order: &OrderBy) -> Result<()> {
        self.compiler.text.push("DISTINCT ON (");
        if let Some(owner) = owner.and_then(Owner::selected) {
            let alias = self.compiler.joins.alias(owner.at);
            self.compiler.text.column(alias, owner.column).push(", ");
        }
        let mut written = Vec::new();
        for (at, value) in values.iter().enumerate() {
            self.compiler.text.push(if at > 0 { ", " } else { "" });
            let start = self.compiler.text.out.len();
            self.compiler.expr(value)?;
            written.push(self.compiler.text.out[start..].to_owned());
        }
        self.compiler.text.push(") ");
        if order.keys.iter().take(values.len()).all(|key| written.contains(key)) {
            return Ok(());
        }
        Err(Error::misuse(format!(
            "`distinct_on` of `{}` must name what `order_by` orders by first: the first row of each group is kept",
            self.plan.model.name
        )))
    }

    /// The selected values that the rows of a slice carry to the query around it.
    fn carried(&mut self, values: &[Expr], has_columns: bool) -> Result<usize> {
        let mut count = 0;
        for (at, value) in values.iter().enumerate() {
            if value.is_own_column() && has_columns || matches!(value, Expr::Annotation(_)) {
                continue;
            }
            self.compiler.text.push(if has_columns || count > 0 { ", " } else { "" });
            self.compiler.expr(value)?;
            self.compiler.text.push(" AS ").carried(Carried::Value(at));
            count += 1;
        }
        Ok(count)
    }

    fn columns(&mut self, at: At, columns: impl Iterator<Item = &'static ColumnMeta>) -> usize {
        let alias = self.compiler.joins.alias(at);
        let (is_read, mut count) = (self.is_read(), 0);
        self.compiler.text.list(columns, |text, column| {
            match is_read {
                true => text.read(Some(alias), column),
                false => text.column(alias, column.name),
            };
            count += 1;
        });
        count
    }

    /// What is written after a selected value.
    fn as_read(&self, value: &Expr) -> &'static str {
        if self.is_read() { as_read(value) } else { "" }
    }

    /// Whether the selected values are the columns of an answer. Distinct rows are ordered by nothing but what is selected,
    /// as it is selected.
    fn is_read(&self) -> bool {
        self.purpose == Purpose::Rows && !matches!(self.plan.distinct, Distinct::Rows)
    }

    fn related(&mut self) -> usize {
        self.plan.select_related.iter().map(|step| self.joined(ROOT, step)).sum()
    }

    /// The columns of a joined row and of those joined to it, in the order in which they are read.
    fn joined(&mut self, parent: At, step: &Joined) -> usize {
        let at = self.compiler.joins.step(parent, step.relation, None, Sharing::Any);
        self.compiler.text.push(", ");
        let own = self.columns(at, (step.relation.target)().always());
        own + step.nested.iter().map(|nested| self.joined(at, nested)).sum::<usize>()
    }
}
