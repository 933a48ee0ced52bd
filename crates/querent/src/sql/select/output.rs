//! What stands between SELECT and FROM.

use crate::ast::{Carried, Expr, Joined, Output};
use crate::error::Result;
use crate::meta::ModelMeta;
use crate::sql::join_set::At;
use crate::sql::joins::{ROOT, Sharing};

use super::ordering::OrderBy;
use super::owners::Owner;
use super::query::{Purpose, Select};

impl Select<'_> {
    /// `SELECT` and what is selected.
    pub(super) fn head(&mut self, owner: Option<Owner>, order: &OrderBy) -> Result<()> {
        let distinct = self.plan.distinct;
        self.compiler.text.push(if distinct { "SELECT DISTINCT " } else { "SELECT " });
        if self.purpose == Purpose::Number {
            self.compiler.text.push("count(*)");
            return Ok(());
        }
        self.output(owner)?;
        for (at, key) in &order.selected {
            self.compiler.text.push(", ").push(key).push(" AS ").carried(Carried::Key(*at));
        }
        Ok(())
    }

    /// The selected values; how many there are.
    pub(super) fn output(&mut self, owner: Option<Owner>) -> Result<usize> {
        let mut count = 0;
        if let Some(owner) = owner.and_then(Owner::selected) {
            let alias = self.compiler.joins.alias(owner.at);
            self.compiler.text.column(alias, owner.column).push(", ");
            count += 1;
        }
        let plan = self.plan;
        match (&plan.output, self.purpose) {
            (_, Purpose::Keys) => {
                let alias = self.compiler.joins.alias(ROOT);
                self.compiler.text.column(alias, plan.model.key_column().name);
                count += 1;
            }
            (Output::Values(values), Purpose::Slice) => {
                count += self.columns(ROOT, plan.model);
                count += self.carried(values)?;
            }
            (Output::Values(values), _) => {
                for (at, value) in values.iter().enumerate() {
                    self.compiler.text.push(if at > 0 { ", " } else { "" });
                    self.compiler.expr(value)?;
                }
                count += values.len();
            }
            (Output::Model, _) => {
                count += self.columns(ROOT, plan.model);
                for step in &plan.select_related {
                    count += self.joined(ROOT, step);
                }
            }
        }
        Ok(count)
    }

    /// The selected values that the rows of a slice carry to the query around it.
    fn carried(&mut self, values: &[Expr]) -> Result<usize> {
        let mut count = 0;
        for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.is_own_column()) {
            self.compiler.text.push(", ");
            self.compiler.expr(value)?;
            self.compiler.text.push(" AS ").carried(Carried::Value(at));
            count += 1;
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
}
