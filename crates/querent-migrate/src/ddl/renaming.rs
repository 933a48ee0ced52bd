//! What keeps its rows and gets another name.

use querent_schema::{ColumnRename, Rename};

use super::part::{Part, Parts};
use super::rename::{Object, Renaming, in_order};
use super::sequence;
use super::statement::LockMode::AccessExclusive;
use super::work::Work;

impl Work<'_> {
    /// Tables, then their columns, then enums.
    pub(super) fn rename_tables(&mut self) {
        let (before, renames) = (self.request.before, self.request.renames);
        let is_ours = |name: &str| before.tables.iter().any(|table| table.name == name);
        let tables = renames.tables.iter().filter(|rename| is_ours(&rename.from));
        let table =
            |rename: &Rename| Renaming::new(Object::Table(rename.to.clone()), &rename.from, &rename.to);
        let columns = renames.columns.iter().filter(|rename| is_ours(&rename.table.from));
        let column = |rename: &ColumnRename| {
            let object = Object::Column(rename.table.to.clone());
            Renaming::new(object, &rename.column.from, &rename.column.to)
        };
        let enums =
            renames.enums.iter().filter(|rename| before.enums.iter().any(|own| own.name == rename.from));
        let enums = enums.map(|rename| Renaming::new(Object::Type, &rename.from, &rename.to));
        let ordered = in_order(tables.map(table).collect());
        for renaming in ordered.into_iter().chain(in_order(columns.map(column).collect())).chain(enums) {
            self.push_renaming(&renaming);
        }
    }

    fn push_renaming(&mut self, renaming: &Renaming) {
        let locks = match &renaming.object {
            Object::Table(table) | Object::Column(table) | Object::Constraint(table) | Object::Key(table) => {
                vec![(table.as_str(), AccessExclusive)]
            }
            Object::Index | Object::Sequence | Object::Type => Vec::new(),
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
        let renames = self.request.renames;
        let mut renamings = Vec::new();
        for old in &self.request.before.tables {
            let table = renames.table(&old.name);
            let Some(own) = self.changed.iter().find(|own| own.after.name == table) else { continue };
            for column in old.columns.iter().filter(|column| column.is_identity()) {
                let name = renames.column(&old.name, &column.name);
                let (from, to) = (sequence::name(&old.name, &column.name), sequence::name(table, name));
                if from != to && own.columns.counts(name) {
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
