//! Conditions that compare what is aggregated with related rows: fulfilled if one row of each relation fulfils them.

use crate::ast::Condition;
use crate::error::Result;

use super::compiler::Compiler;
use super::joins::{Joins, ROOT};
use super::meaning::Meaning;

impl Compiler {
    /// `EXISTS (SELECT 1 FROM (SELECT) LEFT JOIN related ON related.key = outer.key WHERE condition)`.
    ///
    /// The condition means what it means where nothing is aggregated, and the joined rows multiply none of the query's. An
    /// aggregate of columns of the query around a subquery is that query's own (PostgreSQL manual, "Aggregate
    /// Expressions").
    pub(super) fn with_added_rows(&mut self, condition: &Condition) -> Result<Meaning> {
        let around = std::mem::replace(self, Compiler::new(""));
        *self = Compiler::adding_rows(around);
        let (text, meaning) = self.apart(|this| this.condition(condition))?;
        self.joins.require(meaning.if_true);
        self.joins.check()?;
        let tables = std::mem::replace(&mut self.joins, Joins::new(""));
        let mut tables = self.with_filters(tables)?;
        let one = tables.new_name();
        self.text.push("EXISTS (SELECT 1 FROM (SELECT) AS ").alias(one);
        tables.write(&mut self.text);
        self.text.push(" WHERE ").push(&text).push(")");
        if let Some(around) = self.around.take() {
            let mut inner = std::mem::replace(self, *around);
            self.text = inner.text;
            let root = self.joins.alias(ROOT);
            let (_, read) = inner.computed.take_notes();
            let of_root = read.into_iter().filter(|(alias, _)| *alias == root).map(|(_, column)| column);
            of_root.chain(tables.read_of_root()).for_each(|column| self.computed.note(root, column));
        }
        Ok(Meaning::PLAIN)
    }
}
