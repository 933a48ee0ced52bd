//! FROM.

use crate::ast::{Carried, Combinator, Distinct, Output, Plan, Source};
use crate::error::Result;
use crate::sql::compiler::Compiler;
use crate::sql::joins::{Joins, ROOT};
use crate::sql::text::Text;

use super::query::Select;
use crate::sql::purpose::Purpose;

impl Select<'_> {
    /// FROM, once everything else that needs a table is written.
    pub(super) fn sources(&mut self) -> Result<()> {
        self.source()?;
        if !self.plan.filtered.is_empty() {
            self.filtered_joins()?;
        }
        let Compiler { text, joins, computed, .. } = &mut self.compiler;
        joins.write(text);
        for lateral in &mut computed.laterals {
            text.push(" LEFT JOIN LATERAL (SELECT ");
            for (at, value) in lateral.values.iter().enumerate() {
                text.push(if at > 0 { ", " } else { "" }).push(value);
                text.number(" AS \"v", at as u64 + 1).push("\"");
            }
            match lateral.of_no_rows {
                true => lateral.tables.write_optional(text),
                false => lateral.tables.write_tied(text),
            }
            text.push(") AS ").alias(lateral.alias).push(" ON TRUE");
        }
        for joined in &computed.joined {
            text.push(joined);
        }
        Ok(())
    }

    /// Writes the conditions of filtered relations.
    fn filtered_joins(&mut self) -> Result<()> {
        let compiler = &mut self.compiler;
        let joins = std::mem::replace(&mut compiler.joins, Joins::new(""));
        compiler.joins = compiler.with_filters(joins)?;
        for lateral in 0..compiler.computed.laterals.len() {
            let apart = Joins::new("");
            let tables = std::mem::replace(&mut compiler.computed.laterals[lateral].tables, apart);
            compiler.computed.laterals[lateral].tables = compiler.with_filters(tables)?;
        }
        Ok(())
    }

    /// The model's table, or other rows in its place. Where rows are locked, the table stands beside the slice:
    /// PostgreSQL would lock every table of the slice, and what it reads again once it has the lock is the table.
    fn source(&mut self) -> Result<()> {
        let plan = self.plan;
        let (root, slice) = (self.compiler.joins.alias(ROOT), self.compiler.slice);
        self.compiler.text.push(" FROM ");
        match &plan.source {
            Source::Table => {
                let Compiler { text, joins, .. } = &mut self.compiler;
                joins.write_root(text, plan.model.table);
            }
            Source::Slice(inner) => {
                self.compiler.text.push("(");
                self.compiler.beside(inner, Purpose::Slice)?;
                self.compiler.text.push(") AS ").alias(slice);
                if slice != root {
                    let Compiler { text, joins, .. } = &mut self.compiler;
                    text.push(" INNER JOIN ");
                    joins.write_root(text, plan.model.table);
                    text.push(" ON ").key(Some(root), plan.model).push(" = ").key(Some(slice), plan.model);
                }
            }
            Source::Combined(first, others) => {
                self.compiler.text.push("(");
                self.arms(first, others)?;
                self.compiler.text.push(") AS ").alias(slice).push(" (");
                columns(&mut self.compiler.text, None, first);
                self.compiler.text.push(")");
            }
        }
        Ok(())
    }

    /// The rows of several queries, from the first to the last; INTERSECT would bind more than the others.
    pub(super) fn arms(&mut self, first: &Plan, others: &[(Combinator, Plan)]) -> Result<()> {
        let alike =
            others.iter().all(|(combinator, _)| Some(combinator) == others.first().map(|(first, _)| first));
        let (before, after) = if alike { ("", "") } else { ("(", ")") };
        for _ in others {
            self.compiler.text.push(before);
        }
        self.arm(first)?;
        for (combinator, other) in others {
            self.compiler.text.push(combinator.sql());
            self.arm(other)?;
            self.compiler.text.push(after);
        }
        Ok(())
    }

    fn arm(&mut self, plan: &Plan) -> Result<()> {
        let parenthesised = plan.is_sliced() || matches!(plan.distinct, Distinct::On(_));
        self.compiler.text.push(if parenthesised { "(" } else { "" });
        self.compiler.beside(plan, Purpose::Arm)?;
        self.compiler.text.push(if parenthesised { ")" } else { "" });
        Ok(())
    }
}

/// The columns of rows that are selected from, with the name of these: called as those of the model, or as what a slice
/// carries.
pub(super) fn columns(text: &mut Text, of: Option<&str>, plan: &Plan) {
    let mut some = false;
    let mut begin = |text: &mut Text| {
        text.push(if some { ", " } else { "" });
        some = true;
        if let Some(of) = of {
            text.name(of).push(".");
        }
    };
    match &plan.output {
        Output::Model => {
            for column in plan.model.columns {
                begin(text);
                text.name(column.name);
            }
        }
        Output::Values(values) => {
            for at in 0..values.len() {
                begin(text);
                text.carried(Carried::Value(at));
            }
        }
    }
    for (at, _) in plan.annotations.iter().enumerate().filter(|(_, annotation)| annotation.selected) {
        begin(text);
        text.carried(Carried::Annotation(at));
    }
}

impl Combinator {
    fn sql(self) -> &'static str {
        match self {
            Combinator::Union => " UNION ",
            Combinator::UnionAll => " UNION ALL ",
            Combinator::Intersect => " INTERSECT ",
            Combinator::Except => " EXCEPT ",
        }
    }
}
