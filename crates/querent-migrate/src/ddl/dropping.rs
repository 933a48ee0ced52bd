//! What goes.

use std::collections::HashSet;

use querent_schema::Table;

use super::index::{self, Build};
use super::part::Part;
use super::statement::BuiltIndex;
use super::statement::LockMode::{AccessExclusive, ShareUpdateExclusive};
use super::table;
use super::work::Work;
use crate::error::Result;

impl Work<'_> {
    /// Foreign keys first, since they need the keys.
    pub(super) fn drop_parts(&mut self) {
        for own in self.changed {
            let table = own.after.name.as_str();
            for key in &own.foreign_keys.dropped {
                let locks = [(table, AccessExclusive), (key.to_table.as_str(), AccessExclusive)];
                self.script.push(table::drop_constraint(table, &key.name), &locks);
            }
        }
        for own in self.changed {
            let table = own.after.name.as_str();
            let checked = names(&own.excludes.dropped).chain(names(&own.checks.dropped));
            let keys = names(&own.unique.dropped).chain(names(&own.primary_key.dropped));
            for name in checked.chain(keys) {
                self.script.push(table::drop_constraint(table, name), &[(table, AccessExclusive)]);
            }
        }
    }

    /// The indexes that go by themselves.
    pub(super) fn drop_indexes(&mut self) {
        for own in self.changed {
            for index in &own.indexes.dropped {
                self.drop_index(&own.after.name, &index.name);
            }
        }
    }

    /// Each table before those that it refers to.
    pub(super) fn drop_tables(&mut self) -> Result<()> {
        let stays: HashSet<_> = self.request.after.tables.iter().map(|table| &table.name).collect();
        let goes = |table: &Table| !stays.contains(&table.name);
        let ordered = self.before.ordered()?;
        for closing in ordered.closing.iter().filter(|closing| goes(closing.table)) {
            let locks = [
                (closing.table.name.as_str(), AccessExclusive),
                (closing.key.to_table.as_str(), AccessExclusive),
            ];
            self.script.push(table::drop_constraint(&closing.table.name, &closing.key.name), &locks);
        }
        for step in ordered.steps.iter().rev().filter(|step| goes(step.table)) {
            let referred = step.table.foreign_keys.iter().map(|key| key.to_table.as_str());
            let tables = [step.table.name.as_str()].into_iter().chain(referred);
            let locks: Vec<_> = tables.map(|table| (table, AccessExclusive)).collect();
            self.script.push(table::drop(&step.table.name), &locks);
        }
        Ok(())
    }

    fn drop_index(&mut self, table: &str, name: &str) {
        let build = self.request.build;
        let sql = index::drop(name, build);
        match build {
            Build::Plain => self.script.push(sql, &[(table, AccessExclusive)]),
            Build::Concurrently => {
                let gone = BuiltIndex::Dropped { table: table.to_owned(), name: name.to_owned() };
                self.script.push_alone(sql, &[(table, ShareUpdateExclusive)], gone);
            }
        }
    }
}

fn names<P: Part>(parts: &[P]) -> impl Iterator<Item = &str> {
    parts.iter().map(Part::name)
}
