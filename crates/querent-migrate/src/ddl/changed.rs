//! What becomes of the tables that stay.

use std::collections::BTreeSet;

use querent_schema::{Check, Exclude, ForeignKey, Index, PrimaryKey, Schema, Table, Unique};

use super::columns::Columns;
use super::part::{Part, Parts};

/// A table that stays, by the names that it has afterwards, and all that changes in it.
#[derive(Clone, Debug)]
pub(super) struct Changed<'a> {
    pub(super) before: &'a Table,
    pub(super) after: &'a Table,
    pub(super) columns: Columns<'a>,
    pub(super) primary_key: Parts<PrimaryKey>,
    pub(super) unique: Parts<Unique>,
    pub(super) checks: Parts<Check>,
    pub(super) excludes: Parts<Exclude>,
    pub(super) foreign_keys: Parts<ForeignKey>,
    pub(super) indexes: Parts<Index>,
}

impl<'a> Changed<'a> {
    /// What becomes of each table that is in both schemas, in the order of the second one; the enums of these names are replaced.
    pub(super) fn between(before: &'a Schema, after: &'a Schema, replaced: &BTreeSet<&str>) -> Vec<Self> {
        let stays = |after: &'a Table| {
            let before = before.tables.iter().find(|table| table.name == after.name)?;
            Some(Changed::of(before, after, Columns::between(before, after, replaced)))
        };
        let mut changed: Vec<_> = after.tables.iter().filter_map(stays).collect();
        let keys: Vec<_> = changed.iter().map(|own| own.foreign_keys_among(&changed)).collect();
        for (own, foreign_keys) in changed.iter_mut().zip(keys) {
            own.foreign_keys = foreign_keys;
        }
        changed
    }

    fn of(before: &'a Table, after: &'a Table, columns: Columns<'a>) -> Self {
        Changed {
            before,
            after,
            primary_key: parts(before.primary_key.as_slice(), after.primary_key.as_slice(), &columns),
            unique: parts(&before.unique, &after.unique, &columns),
            checks: parts(&before.checks, &after.checks, &columns),
            excludes: parts(&before.excludes, &after.excludes, &columns),
            foreign_keys: parts(&before.foreign_keys, &after.foreign_keys, &columns),
            indexes: parts(&before.indexes, &after.all_indexes(), &columns),
            columns,
        }
    }

    /// What becomes of its foreign keys, which depend on the tables that they refer to.
    ///
    /// With another type on either side they are dropped and added, and so checked once: PostgreSQL checks them with each of the columns.
    fn foreign_keys_among(&self, changed: &[Self]) -> Parts<ForeignKey> {
        let anew = |key: &ForeignKey| {
            let target = changed.iter().find(|other| other.after.name == key.to_table);
            let disturbed = target.is_some_and(|target| {
                target.columns.retype(&key.to_columns) || target.drops_key(&key.to_columns)
            });
            disturbed || self.columns.retype(&key.columns)
        };
        let parts = Parts::between(&self.before.foreign_keys, &self.after.foreign_keys, anew);
        without_columns(parts, &self.columns)
    }

    /// Whether these columns are no primary key for a while.
    fn drops_key(&self, columns: &[String]) -> bool {
        self.primary_key.dropped.iter().any(|key| key.columns == columns)
    }
}

fn parts<P: Part>(before: &[P], after: &[P], columns: &Columns<'_>) -> Parts<P> {
    let anew = |part: &P| columns.disturb(&part.columns(), |column| part.mentions(column));
    without_columns(Parts::between(before, after, anew), columns)
}

/// PostgreSQL drops what is of a column together with it.
fn without_columns<P: Part>(mut parts: Parts<P>, columns: &Columns<'_>) -> Parts<P> {
    parts.dropped.retain(|part| !part.columns().iter().any(|column| columns.drops(column)));
    parts
}
