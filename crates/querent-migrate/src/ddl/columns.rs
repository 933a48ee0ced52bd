//! What becomes of a table's columns.

use std::collections::BTreeSet;

use querent_schema::{Column, Table, mentions};

use super::cast::is_akin;
use super::column::generated;

/// What becomes of a table's columns.
#[derive(Clone, Debug)]
pub(super) struct Columns<'a> {
    /// Those that go.
    pub(super) removed: Vec<&'a Column>,
    /// Those that stay: before and afterwards.
    pub(super) kept: Vec<Kept<'a>>,
    /// Those that come.
    pub(super) added: Vec<&'a Column>,
    /// Those that go and come again, since no statement changes what they are generated from.
    pub(super) anew: Vec<&'a Column>,
    /// The names of those whose values are of another kind, so that SQL about them means something else.
    pub(super) strange: BTreeSet<&'a str>,
}

/// A column that stays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept<'a> {
    pub(super) before: &'a Column,
    pub(super) after: &'a Column,
    /// Whether its values are written in another type.
    pub(super) retyped: bool,
}

impl<'a> Columns<'a> {
    /// What becomes of the columns of a table when the enums of these names are replaced.
    pub(super) fn between(before: &'a Table, after: &'a Table, replaced: &BTreeSet<&str>) -> Self {
        let find = |table: &'a Table, name: &str| table.columns.iter().find(|own| own.name == name);
        let is_replaced =
            |column: &Column| column.sql_type.as_enum().is_some_and(|name| replaced.contains(name));
        let stays = |column: &'a Column| {
            let before = find(before, &column.name)?;
            let retyped = before.sql_type != column.sql_type || is_replaced(column);
            Some(Kept { before, after: column, retyped })
        };
        let stay: Vec<_> = after.columns.iter().filter_map(stays).collect();
        let retyped: Vec<_> =
            stay.iter().filter(|kept| kept.retyped).map(|kept| kept.after.name.as_str()).collect();
        let (anew, kept): (Vec<Kept<'a>>, Vec<Kept<'a>>) =
            stay.iter().copied().partition(|kept| kept.is_anew(&retyped));
        let strange = stay
            .iter()
            .filter(|kept| is_replaced(kept.after) || !is_akin(&kept.before.sql_type, &kept.after.sql_type));
        Columns {
            removed: before.columns.iter().filter(|column| find(after, &column.name).is_none()).collect(),
            added: after.columns.iter().filter(|column| find(before, &column.name).is_none()).collect(),
            strange: strange.map(|kept| kept.after.name.as_str()).collect(),
            anew: anew.iter().map(|kept| kept.after).collect(),
            kept,
        }
    }

    /// Whether a column of that name is dropped, whether or not it comes again.
    pub(super) fn drops(&self, name: &str) -> bool {
        self.removed.iter().chain(&self.anew).any(|column| column.name == name)
    }

    /// Whether a column of one of these names gets another type.
    pub(super) fn retype(&self, names: &[String]) -> bool {
        self.kept.iter().any(|kept| kept.retyped && names.contains(&kept.after.name))
    }

    /// Whether a column of that name counts by itself and stays.
    pub(super) fn counts(&self, name: &str) -> bool {
        self.kept.iter().any(|kept| kept.after.name == name && kept.after.is_identity())
    }

    /// Whether a part of the table with these columns and this SQL cannot stay as it is.
    pub(super) fn disturb(&self, columns: &[&str], mentions: impl Fn(&str) -> bool) -> bool {
        let mut anew = self.anew.iter().map(|column| column.name.as_str());
        anew.any(|name| columns.contains(&name) || mentions(name))
            || self.strange.iter().any(|name| mentions(name))
    }
}

impl Kept<'_> {
    fn is_anew(&self, retyped: &[&str]) -> bool {
        generated(self.after).is_some_and(|sql| {
            generated(self.before) != Some(sql)
                || self.retyped
                || retyped.iter().any(|column| mentions(sql, column))
        })
    }
}
