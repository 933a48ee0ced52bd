//! Joins as SQL.

use crate::sql::join_set::At;
use crate::sql::text::{Alias, Text};

use super::tables::{Join, Joins};

impl Joins {
    /// ` LEFT JOIN "suppliers" ON "suppliers"."id" = "products"."supplier_id"`, and an inner join wherever no row can
    /// be lost by it.
    pub(in crate::sql) fn write(&self, text: &mut Text) {
        for (join, at) in self.joins.iter().zip(1..) {
            let pairs = self.pairs_before(join);
            if join.tie.is_some() || pairs.is_some_and(|pairs| pairs.tie.is_none()) {
                continue;
            }
            // Pairs that lead to no row of a filtered relation are none of it.
            let target = self.target_behind(join, at);
            let required = self.required.contains(at)
                || target.is_some_and(|(_, target)| self.required.contains(target));
            let inner = !join.may_miss || required || pairs.is_some();
            text.push(if inner { " INNER JOIN " } else { " LEFT JOIN " });
            self.table_with(text, join, target.map(|(target, _)| target));
            self.on(text, join);
        }
    }

    /// A table; that of pairs with the related table behind it, where only pairs that lead to a row count.
    fn table_with(&self, text: &mut Text, join: &Join, target: Option<&Join>) {
        let Some(target) = target else { return self.table(text, join) };
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

    /// For the related table of a filtered relation, the table of pairs that leads to it.
    fn pairs_before(&self, join: &Join) -> Option<&Join> {
        let pairs = join.on.parent.checked_sub(1).map(|parent| &self.joins[parent])?;
        (join.on.filtered.is_some() && pairs.on.filtered == join.on.filtered).then_some(pairs)
    }

    /// For the table of pairs of a filtered relation, the related table behind it.
    fn target_behind(&self, pairs: &Join, at: At) -> Option<(&Join, At)> {
        let filtered = pairs.on.filtered?;
        let mut joins = self.joins.iter().zip(1..);
        joins.find(|(join, _)| join.on.parent == at && join.on.filtered == Some(filtered))
    }

    /// The tables of a subquery, each of which may have no row: behind one row of nothing.
    pub(in crate::sql) fn write_optional(&mut self, text: &mut Text) {
        let one = self.new_name();
        text.push(" FROM (SELECT) AS ").alias(one);
        for (join, at) in self.joins.iter().zip(1..) {
            if self.pairs_before(join).is_some() {
                continue;
            }
            text.push(" LEFT JOIN ");
            self.table_with(text, join, self.target_behind(join, at).map(|(target, _)| target));
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
