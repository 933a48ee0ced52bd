//! What comes.

use querent_schema::{Index, Ordered, Table};

use super::index::{self, Build};
use super::statement::BuiltIndex;
use super::statement::LockMode::{AccessExclusive, Share, ShareRowExclusive, ShareUpdateExclusive};
use super::work::Work;
use super::{comment, constraint, table};

impl Work<'_> {
    pub(super) fn add_keys(&mut self) {
        for own in self.changed {
            self.add(own.after, own.primary_key.added.iter().map(constraint::primary_key));
        }
    }

    pub(super) fn create_tables(&mut self, ordered: &Ordered<'_>) {
        for step in &ordered.steps {
            if !self.is_new(step.table) {
                continue;
            }
            let locks: Vec<_> =
                step.inline.iter().map(|key| (key.to_table.as_str(), ShareRowExclusive)).collect();
            self.script.push(table::create(step), &locks);
            self.add(step.table, table::repeated(step.table).into_iter().map(constraint::unique));
            self.comment_on_new(step.table);
            for index in step.table.all_indexes() {
                self.script.push(index::create(&step.table.name, &index, Build::Plain), &[]);
            }
        }
    }

    pub(super) fn add_parts(&mut self) {
        for own in self.changed {
            self.add(own.after, own.unique.added.iter().map(constraint::unique));
            self.add(own.after, own.checks.added.iter().map(constraint::check));
            self.add(own.after, own.excludes.added.iter().map(constraint::exclude));
            for index in &own.indexes.added {
                self.create_index(&own.after.name, index);
            }
        }
    }

    /// The keys of new tables that close a cycle, and those of tables that were there.
    pub(super) fn add_foreign_keys(&mut self, ordered: &Ordered<'_>) {
        let closing = ordered.closing.iter().filter(|closing| self.is_new(closing.table));
        let added =
            self.changed.iter().flat_map(|own| own.foreign_keys.added.iter().map(|key| (own.after, key)));
        let keys: Vec<_> = closing.map(|closing| (closing.table, closing.key)).chain(added).collect();
        for (table, key) in keys {
            let locks =
                [(table.name.as_str(), ShareRowExclusive), (key.to_table.as_str(), ShareRowExclusive)];
            self.script.push(table::add(&table.name, &constraint::foreign_key(key)), &locks);
        }
    }

    pub(super) fn comment(&mut self) {
        for own in self.changed {
            let table = own.after.name.as_str();
            let mut comments = Vec::new();
            if own.before.comment != own.after.comment {
                comments.push(comment::on_table(table, own.after.comment.as_ref()));
            }
            for column in &own.after.columns {
                let kept = own.columns.kept.iter().find(|kept| kept.after.name == column.name);
                let before = kept.and_then(|kept| kept.before.comment.as_ref());
                if before != column.comment.as_ref() {
                    comments.push(comment::on_column(table, column));
                }
            }
            for sql in comments {
                self.script.push(sql, &[(table, ShareUpdateExclusive)]);
            }
        }
    }

    pub(super) fn comment_on_new(&mut self, table: &Table) {
        if table.comment.is_some() {
            self.script.push(comment::on_table(&table.name, table.comment.as_ref()), &[]);
        }
        for column in table.columns.iter().filter(|column| column.comment.is_some()) {
            self.script.push(comment::on_column(&table.name, column), &[]);
        }
    }

    fn add(&mut self, table: &Table, constraints: impl Iterator<Item = String>) {
        for constraint in constraints {
            self.script.push(table::add(&table.name, &constraint), &[(&table.name, AccessExclusive)]);
        }
    }

    fn create_index(&mut self, table: &str, index: &Index) {
        let build = self.request.build;
        let sql = index::create(table, index, build);
        match build {
            Build::Plain => self.script.push(sql, &[(table, Share)]),
            Build::Concurrently => {
                let built = BuiltIndex::Created { table: table.to_owned(), index: index.clone() };
                self.script.push_alone(sql, &[(table, ShareUpdateExclusive)], built);
            }
        }
    }
}
