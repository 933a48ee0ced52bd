//! GROUP BY and HAVING.

use crate::ast::{Expr, Grouping, Joined, Output, Source};
use crate::error::Result;
use crate::meta::ColumnMeta;
use crate::sql::join_set::At;
use crate::sql::joins::{ROOT, Sharing};
use crate::sql::text::{Alias, Text};

use super::conditions::Conditions;
use super::ordering::OrderBy;
use super::query::Select;
use crate::sql::purpose::Purpose;

impl Select<'_> {
    /// ` GROUP BY … HAVING …`, where rows become one; to be written once everything else is.
    ///
    /// Rows of the model are grouped by their key, on which its other columns depend (PostgreSQL manual, "SELECT", GROUP
    /// BY).
    pub(super) fn groups(&mut self, conditions: &Conditions, order: &OrderBy) -> Result<()> {
        let by_values = match self.plan.grouping {
            Grouping::None | Grouping::Whole => return Ok(()),
            Grouping::Key { .. } => false,
            Grouping::Values { .. } => true,
        };
        if !by_values && !self.compiler.computed.has_aggregates && !self.compiler.joins.has_many() {
            return Ok(());
        }
        let mut keys: Vec<String> = Vec::new();
        if by_values {
            keys.extend(self.compiler.computed.groups.iter().map(|group| group.text.clone()));
        } else {
            self.model_keys(&mut keys)?;
        }
        let computed = &self.compiler.computed;
        keys.extend(computed.constant.iter().cloned());
        let of_table = matches!(self.plan.source, Source::Table);
        let own = |is_own: bool| is_own && !by_values && of_table;
        for (at, (annotation, written)) in self.plan.annotations.iter().zip(&computed.annotations).enumerate()
        {
            if !self.shows(at) {
                continue; // it is a part of an aggregate or of a condition on rows
            }
            if let Some(written) = written.as_ref().filter(|written| !written.aggregated)
                && !own(annotation.expr.is_own_column())
            {
                keys.push(written.text.clone());
            }
        }
        keys.extend(order.ungrouped.iter().filter(|(is_own, _)| !own(*is_own)).map(|(_, key)| key.clone()));
        let root = self.compiler.joins.alias(ROOT);
        let aggregated = computed.annotations.iter().flatten().filter(|written| written.aggregated);
        let read =
            conditions.read.iter().chain(aggregated.flat_map(|written| &written.read)).chain(&self.read);
        let read: Vec<_> =
            read.filter(|(alias, _)| by_values || !of_table || *alias != root).copied().collect();
        for (alias, column) in read {
            let (text, ()) = self.compiler.apart(|compiler| {
                compiler.text.column(alias, column);
                Ok(())
            })?;
            keys.push(text);
        }
        let mut written: Vec<String> = Vec::new();
        for key in keys {
            if !written.contains(&key) {
                self.compiler.text.push(if written.is_empty() { " GROUP BY " } else { ", " }).push(&key);
                written.push(key);
            }
        }
        if !conditions.groups.is_empty() {
            self.compiler.text.push(" HAVING ").push(&conditions.groups);
        }
        Ok(())
    }

    /// Whether an annotation is a part of the rows, by itself or in what is selected.
    fn shows(&self, annotation: usize) -> bool {
        let mut is_it = |part: &Expr| matches!(part, Expr::Annotation(at) if *at == annotation);
        self.purpose == Purpose::Slice && self.plan.carries(annotation)
            || self.plan.annotations.get(annotation).is_some_and(|one| one.selected)
            || matches!(&self.plan.output, Output::Values(values)
                if values.iter().any(|value| !value.aggregates() && value.any(&mut is_it)))
    }

    /// The keys of the model and of the rows that are joined to it.
    fn model_keys(&mut self, keys: &mut Vec<String>) -> Result<()> {
        let plan = self.plan;
        let root = self.compiler.joins.alias(ROOT);
        let own = match plan.source {
            Source::Table => None,
            // No column of other rows depends on another one.
            Source::Slice(_) | Source::Combined(..)
                if self.selects_values() && self.purpose != Purpose::Slice =>
            {
                None
            }
            Source::Slice(_) | Source::Combined(..) => Some(plan.model.columns.iter()),
        };
        match own {
            Some(columns) => columns.for_each(|column| keys.push(self.key(root, column))),
            None => plan.model.key_columns().for_each(|column| keys.push(self.key(root, column))),
        }
        if self.purpose == Purpose::Rows && !self.selects_values() {
            for step in &plan.select_related {
                self.joined_keys(ROOT, step, keys)?;
            }
        }
        Ok(())
    }

    fn joined_keys(&mut self, parent: At, step: &Joined, keys: &mut Vec<String>) -> Result<()> {
        let at = self.compiler.joins.step(parent, step.relation, None, Sharing::Any);
        let alias = self.compiler.joins.alias(at);
        keys.extend((step.relation.target)().key_columns().map(|column| self.key(alias, column)));
        step.nested.iter().try_for_each(|nested| self.joined_keys(at, nested, keys))
    }

    fn key(&self, alias: Alias, column: &ColumnMeta) -> String {
        let mut text = Text::default();
        text.column(alias, column.name);
        text.out
    }
}
