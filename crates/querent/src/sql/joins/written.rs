//! Joins as SQL.

use crate::sql::join_set::At;
use crate::sql::text::{Alias, Text};

use super::tables::{Join, Joins};

impl Joins {
    /// ` LEFT JOIN "suppliers" ON "suppliers"."id" = "products"."supplier_id"`, and an inner join wherever no row can
    /// be lost by it.
    pub(in crate::sql) fn write(&self, text: &mut Text) {
        for (join, at) in self.joins.iter().zip(1..) {
            let pairs = self.pairs_before(join, at);
            if join.tie.is_some() || pairs.is_some_and(|pairs| pairs.tie.is_none()) {
                continue;
            }
            let required = self.required.contains(at)
                || join.leads_to.is_some_and(|target| self.required.contains(target));
            let inner = !join.may_miss || required || pairs.is_some();
            text.push(if inner { " INNER JOIN " } else { " LEFT JOIN " });
            self.table_that_leads(text, join);
            self.on(text, join);
        }
    }

    /// A table; that of pairs with the related table behind it, where only pairs that lead to a row count.
    fn table_that_leads(&self, text: &mut Text, join: &Join) {
        let Some(target) = self.target_of(join) else { return self.table(text, join) };
        text.push("(");
        self.table(text, join);
        text.push(" INNER JOIN ");
        self.table(text, target);
        self.on(text, target);
        text.push(")");
    }

    fn on(&self, text: &mut Text, join: &Join) {
        text.push(" ON ").column(join.alias, join.on.column).push(" = ");
        text.column(self.alias(join.on.parent), join.on.parent_column);
        if !join.condition.is_empty() {
            text.push(" AND ").push(&join.condition);
        }
    }

    /// The table of pairs that count only if they lead to a row of the table at `at`.
    fn pairs_before(&self, join: &Join, at: At) -> Option<&Join> {
        let pairs = join.on.parent.checked_sub(1).map(|parent| &self.joins[parent])?;
        (pairs.leads_to == Some(at)).then_some(pairs)
    }

    fn target_of(&self, pairs: &Join) -> Option<&Join> {
        pairs.leads_to?.checked_sub(1).map(|target| &self.joins[target])
    }

    /// The tables of a subquery, each of which may have no row: behind one row of nothing.
    pub(in crate::sql) fn write_optional(&mut self, text: &mut Text) {
        let one = self.new_name();
        text.push(" FROM (SELECT) AS ").alias(one);
        for (join, at) in self.joins.iter().zip(1..) {
            if self.pairs_before(join, at).is_some() {
                continue;
            }
            text.push(" LEFT JOIN ");
            self.table_that_leads(text, join);
            text.push(" ON ").column(join.alias, join.on.column).push(" = ");
            match join.tie {
                Some((around, column)) => text.column(around, column),
                None => text.column(self.alias(join.on.parent), join.on.parent_column),
            };
            if !join.condition.is_empty() {
                text.push(" AND ").push(&join.condition);
            }
        }
    }

    /// The tables of a subquery, and the conditions that tie them to the query around it.
    pub(in crate::sql) fn write_tied(&self, text: &mut Text) {
        let tied = || self.joins.iter().filter_map(|join| join.tie.map(|tie| (join, tie)));
        for (at, (join, _)) in tied().enumerate() {
            text.push(if at == 0 { " FROM " } else { " CROSS JOIN " });
            self.table(text, join);
        }
        self.write(text);
        for (at, (join, (around, column))) in tied().enumerate() {
            text.push(if at == 0 { " WHERE " } else { " AND " });
            text.column(join.alias, join.on.column).push(" = ").column(around, column);
            if !join.condition.is_empty() {
                text.push(" AND ").push(&join.condition);
            }
        }
    }

    fn table(&self, text: &mut Text, join: &Join) {
        text.name(join.on.table);
        if join.alias != Alias::Table(join.on.table) {
            text.push(" AS ").alias(join.alias);
        }
    }

    /// The root's table, with the name it goes by.
    pub(in crate::sql) fn write_root(&self, text: &mut Text, table: &'static str) {
        text.name(table);
        if self.root != Alias::Table(table) {
            text.push(" AS ").alias(self.root);
        }
    }
}
