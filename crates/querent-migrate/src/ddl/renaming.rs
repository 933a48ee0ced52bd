//! What keeps its rows and gets another name.

use super::part::{Part, Parts};
use super::rename::{Object, Renaming, in_order, scratch};
use super::sequence;
use super::statement::LockMode::AccessExclusive;
use super::work::Work;

impl Work<'_> {
    /// Tables, then their columns, then enums.
    pub(super) fn rename_tables(&mut self) {
        let (before, renames) = (self.request.before, self.request.renames);
        let find = |name: &str| before.tables.iter().find(|table| table.name == name);
        let tables = renames.tables.iter().filter(|rename| find(&rename.from).is_some());
        let tables = tables.map(|rename| Renaming::new(Object::Table, &rename.from, &rename.to));
        for renaming in in_order(tables.collect()) {
            let table = if renaming.to == scratch(&renaming.to) { &renaming.from } else { &renaming.to };
            self.script.push(renaming.sql(), &[(table, AccessExclusive)]);
        }
        let columns = renames.columns.iter().filter(|rename| find(&rename.table.from).is_some());
        let columns = columns.map(|rename| {
            Renaming::new(Object::Column(rename.table.to.clone()), &rename.column.from, &rename.column.to)
        });
        for renaming in in_order(columns.collect()) {
            self.push_renaming(&renaming);
        }
        for rename in &renames.enums {
            self.push_renaming(&Renaming::new(Object::Type, &rename.from, &rename.to));
        }
    }

    pub(super) fn push_renaming(&mut self, renaming: &Renaming) {
        let locks = match &renaming.object {
            Object::Column(table) | Object::Constraint(table) | Object::Key(table) => {
                vec![(table.as_str(), AccessExclusive)]
            }
            Object::Table | Object::Index | Object::Sequence | Object::Type => Vec::new(),
        };
        self.script.push(renaming.sql(), &locks);
    }

    /// Constraints, indexes, and the sequences that are named after tables and columns.
    pub(super) fn rename_parts(&mut self) {
        let mut renamings = Vec::new();
        for own in self.changed {
            let table = || own.after.name.clone();
            add_renamings(&mut renamings, &own.primary_key, || Object::Key(table()));
            add_renamings(&mut renamings, &own.unique, || Object::Key(table()));
            add_renamings(&mut renamings, &own.excludes, || Object::Key(table()));
            add_renamings(&mut renamings, &own.checks, || Object::Constraint(table()));
            add_renamings(&mut renamings, &own.foreign_keys, || Object::Constraint(table()));
            add_renamings(&mut renamings, &own.indexes, || Object::Index);
        }
        renamings.extend(self.sequences());
        for renaming in in_order(renamings) {
            self.push_renaming(&renaming);
        }
    }

    fn sequences(&self) -> Vec<Renaming> {
        let mut renamings = Vec::new();
        for old in &self.request.before.tables {
            let renames = self.request.renames;
            let table = renames.tables.iter().find(|rename| rename.from == old.name);
            let table = table.map_or(&old.name, |rename| &rename.to);
            let Some(own) = self.changed.iter().find(|own| own.after.name == *table) else { continue };
            for column in old.columns.iter().filter(|column| column.is_identity()) {
                let rename = renames
                    .columns
                    .iter()
                    .find(|rename| rename.table.from == old.name && rename.column.from == column.name);
                let column_now = rename.map_or(&column.name, |rename| &rename.column.to);
                let (from, to) = (sequence::name(&old.name, &column.name), sequence::name(table, column_now));
                let counts = own
                    .columns
                    .kept
                    .iter()
                    .any(|kept| kept.after.name == *column_now && kept.after.is_identity());
                if counts && from != to {
                    renamings.push(Renaming::new(Object::Sequence, &from, &to));
                }
            }
        }
        renamings
    }
}

fn add_renamings<P: Part>(renamings: &mut Vec<Renaming>, parts: &Parts<P>, object: impl Fn() -> Object) {
    let renamed = parts.renamed.iter();
    renamings.extend(renamed.map(|(before, after)| Renaming::new(object(), before.name(), after.name())));
}
