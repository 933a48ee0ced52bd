//! FROM and WHERE.

use crate::ast::Source;
use crate::error::Result;
use crate::sql::compiler::Compiler;
use crate::sql::joins::{ROOT, Sharing};
use crate::sql::known::constant;

use super::owners::{Owner, OwnerKind, belongs_to};
use super::query::{Purpose, Select};

impl Select<'_> {
    /// Everything behind WHERE.
    pub(super) fn conditions(&mut self, owner: Option<Owner>) -> Result<String> {
        let plan = self.plan;
        let (text, ()) = self.compiler.apart(|compiler| {
            let mut first = true;
            if let (Some(owner), Some(owners)) = (owner, &plan.owners) {
                belongs_to(compiler, owner, owners);
                first = false;
            }
            let speaks_of_the_owner = owner.is_some_and(|owner| owner.kind == OwnerKind::One);
            for (at, filter) in plan.filters.iter().enumerate() {
                if at > 0 || !speaks_of_the_owner {
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
                compiler.joins.check()?; // at once: every further call would look through all the joins
                first = false;
            }
            Ok(())
        })?;
        self.compiler.sharing = Sharing::Any;
        Ok(text)
    }

    /// FROM and WHERE, once everything else that needs a table is written.
    pub(super) fn sources_and_conditions(&mut self, conditions: &str) -> Result<()> {
        self.source()?;
        let Compiler { text, joins, .. } = &mut self.compiler;
        joins.write(text);
        if !conditions.is_empty() {
            text.push(" WHERE ").push(conditions);
        }
        Ok(())
    }

    /// The model's table, or a slice in its place. Where rows are locked, the table stands beside the slice: PostgreSQL
    /// would lock every table of the slice, and what it reads again once it has the lock is the table.
    fn source(&mut self) -> Result<()> {
        let plan = self.plan;
        let (root, slice) = (self.compiler.joins.alias(ROOT), self.compiler.slice);
        self.compiler.text.push(" FROM ");
        if let Source::Slice(inner) = &plan.source {
            self.compiler.text.push("(");
            self.compiler.inner(inner, Purpose::Slice)?;
            self.compiler.text.push(") AS ").alias(slice);
            if slice != root {
                let key = plan.model.key_column().name;
                let text = &mut self.compiler.text;
                text.push(" INNER JOIN ").alias(root).push(" ON ");
                text.column(root, key).push(" = ").column(slice, key);
            }
        } else {
            self.compiler.text.alias(root);
        }
        Ok(())
    }
}
