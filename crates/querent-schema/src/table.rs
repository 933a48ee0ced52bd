//! Tables, their keys and their indexes.
//!
//! The methods that add a key or an index name it as PostgreSQL does; a name of one's own is set in the field.

use crate::column::{Column, Default};
use crate::names::{foreign_key_name, index_name, primary_key_name, unique_name};

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Table {
    /// The table's name.
    pub name: String,
    /// The columns, in the order of the table.
    pub columns: Vec<Column>,
    /// The primary key.
    pub primary_key: Option<PrimaryKey>,
    /// The unique constraints.
    pub unique: Vec<Unique>,
    /// The CHECK constraints.
    pub checks: Vec<Check>,
    /// The exclusion constraints.
    pub excludes: Vec<Exclude>,
    /// The foreign keys.
    pub foreign_keys: Vec<ForeignKey>,
    /// The indexes that stand by themselves; those that foreign keys bring are in [`Table::all_indexes`].
    pub indexes: Vec<Index>,
    /// What the database says of the table.
    pub comment: Option<String>,
}

/// The primary key of a table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PrimaryKey {
    /// The constraint's name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A unique constraint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unique {
    /// The constraint's name.
    pub name: String,
    /// Its columns, unique together.
    pub columns: Vec<String>,
    /// The columns that its index holds besides: `INCLUDE`.
    pub include: Vec<String>,
    /// Whether two NULLs are the same: `NULLS NOT DISTINCT`, from PostgreSQL 15 on.
    pub nulls_not_distinct: bool,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// A CHECK constraint.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// What must not be false of a row, in SQL.
    pub condition: String,
}

/// An exclusion constraint: no two rows for which all the operators are true.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exclude {
    /// The constraint's name.
    pub name: String,
    /// The method of its index: `gist`.
    pub method: String,
    /// What is compared and how, in SQL: `room WITH =, during WITH &&`.
    pub elements: String,
    /// The rows that it is about, in SQL.
    pub condition: Option<String>,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// A foreign key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ForeignKey {
    /// The constraint's name.
    pub name: String,
    /// The columns that hold the key.
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub to_table: String,
    /// The columns that they refer to, one for each.
    pub to_columns: Vec<String>,
    /// What the database does with referring rows when a row is deleted.
    pub on_delete: OnDelete,
    /// Whether a transaction can put the check off to its end with `SET CONSTRAINTS`; it is immediate until then.
    pub deferrable: bool,
    /// Whether it brings an index on its columns, unless a key or another index begins with them.
    pub indexed: bool,
}

/// What the database does with referring rows when a row is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnDelete {
    /// They are deleted too.
    Cascade,
    /// Their key becomes NULL.
    SetNull,
    /// Their key becomes the column's default.
    SetDefault,
    /// The delete is refused at once.
    Restrict,
    /// The delete is refused at the end of the statement, or of the transaction if the key is deferred.
    NoAction,
}

/// An index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Index {
    /// The index's name.
    pub name: String,
    /// Whether its rows are unique.
    pub unique: bool,
    /// What it is of, in order.
    pub elements: Vec<IndexElement>,
    /// Its method, `btree` unless another one is named: `gin`.
    pub method: Option<String>,
    /// The columns that it holds besides: `INCLUDE`.
    pub include: Vec<String>,
    /// Whether two NULLs are the same: `NULLS NOT DISTINCT`, from PostgreSQL 15 on.
    pub nulls_not_distinct: bool,
    /// The rows that it holds, in SQL.
    pub condition: Option<String>,
}

/// An element of an index.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IndexElement {
    /// A column.
    Column {
        /// The column's name.
        name: String,
        /// Whether the largest value comes first.
        descending: bool,
    },
    /// An element in SQL, as it stands in `CREATE INDEX`: `lower(name) text_pattern_ops`.
    Sql(String),
}

impl Index {
    /// An index of columns, smallest first.
    pub fn of<S: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        let element = |column: S| IndexElement::Column { name: column.into(), descending: false };
        Index {
            name: name.into(),
            unique: false,
            elements: columns.into_iter().map(element).collect(),
            method: None,
            include: Vec::new(),
            nulls_not_distinct: false,
            condition: None,
        }
    }

    /// Whether it serves a search for these columns: it is a tree of all rows that begins with them.
    pub(crate) fn begins_with(&self, columns: &[String]) -> bool {
        let same = |(element, column): (&IndexElement, &String)| match element {
            IndexElement::Column { name, .. } => name == column,
            IndexElement::Sql(_) => false,
        };
        let tree = self.method.as_ref().is_none_or(|method| method == "btree");
        let long = self.elements.len() >= columns.len();
        tree && self.condition.is_none() && long && self.elements.iter().zip(columns).all(same)
    }
}

impl OnDelete {
    /// All of them.
    pub const ALL: [OnDelete; 5] =
        [OnDelete::Cascade, OnDelete::SetNull, OnDelete::SetDefault, OnDelete::Restrict, OnDelete::NoAction];

    /// The action as migration files have it: `set_null`.
    pub fn as_word(self) -> &'static str {
        match self {
            OnDelete::Cascade => "cascade",
            OnDelete::SetNull => "set_null",
            OnDelete::SetDefault => "set_default",
            OnDelete::Restrict => "restrict",
            OnDelete::NoAction => "no_action",
        }
    }

    /// The action in SQL: `SET NULL`.
    pub fn as_sql(self) -> &'static str {
        match self {
            OnDelete::Cascade => "CASCADE",
            OnDelete::SetNull => "SET NULL",
            OnDelete::SetDefault => "SET DEFAULT",
            OnDelete::Restrict => "RESTRICT",
            OnDelete::NoAction => "NO ACTION",
        }
    }
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<String>) -> Self {
        Table {
            name: name.into(),
            columns: Vec::new(),
            primary_key: None,
            unique: Vec::new(),
            checks: Vec::new(),
            excludes: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            comment: None,
        }
    }

    /// The table with one more column.
    pub fn column(mut self, column: Column) -> Self {
        self.columns.push(column);
        self
    }

    /// The table with a primary key.
    pub fn primary_key<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.primary_key = Some(PrimaryKey { name: primary_key_name(&self.name), columns: owned(columns) });
        self
    }

    /// The table with one more unique constraint.
    pub fn unique<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        let columns = owned(columns);
        self.unique.push(Unique {
            name: unique_name(&self.name, &columns),
            columns,
            include: Vec::new(),
            nulls_not_distinct: false,
            deferrable: false,
        });
        self
    }

    /// The table with one more CHECK constraint.
    pub fn check(mut self, name: impl Into<String>, condition: impl Into<String>) -> Self {
        self.checks.push(Check { name: name.into(), condition: condition.into() });
        self
    }

    /// The table with one more foreign key, immediate and indexed.
    pub fn foreign_key<S: Into<String>, T: Into<String>>(
        mut self,
        columns: impl IntoIterator<Item = S>,
        to_table: impl Into<String>,
        to_columns: impl IntoIterator<Item = T>,
        on_delete: OnDelete,
    ) -> Self {
        let columns = owned(columns);
        self.foreign_keys.push(ForeignKey {
            name: foreign_key_name(&self.name, &columns),
            columns,
            to_table: to_table.into(),
            to_columns: owned(to_columns),
            on_delete,
            deferrable: false,
            indexed: true,
        });
        self
    }

    /// The table with one more index.
    pub fn index<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.indexes.push(self.index_on(owned(columns)));
        self
    }

    /// The indexes to create: the table's own, then those of foreign keys that nothing else covers.
    ///
    /// PostgreSQL makes no index for a foreign key, and without one a delete of the row it refers to reads the whole
    /// table. A primary key, unique constraint or index that begins with the same columns serves as well.
    pub fn all_indexes(&self) -> Vec<Index> {
        let mut all = self.indexes.clone();
        for key in self.foreign_keys.iter().filter(|key| key.indexed) {
            let covered = all.iter().any(|index| index.begins_with(&key.columns));
            if !covered && !self.constraint_begins_with(&key.columns) {
                all.push(self.index_on(key.columns.clone()));
            }
        }
        all
    }

    /// Whether a key or an index of the table's own begins with these columns.
    pub(crate) fn serves(&self, columns: &[String]) -> bool {
        self.constraint_begins_with(columns) || self.indexes.iter().any(|index| index.begins_with(columns))
    }

    /// The SQL of the user's that speaks of the table's columns.
    pub(crate) fn sql_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let generated = self.columns.iter_mut().filter_map(|column| match &mut column.default {
            Some(Default::Generated(sql)) => Some(sql),
            _ => None,
        });
        let checks = self.checks.iter_mut().map(|check| &mut check.condition);
        let excludes = self
            .excludes
            .iter_mut()
            .flat_map(|exclude| [&mut exclude.elements].into_iter().chain(&mut exclude.condition));
        let indexes = self.indexes.iter_mut().flat_map(|index| {
            let elements = index.elements.iter_mut().filter_map(|element| match element {
                IndexElement::Sql(sql) => Some(sql),
                IndexElement::Column { .. } => None,
            });
            elements.chain(&mut index.condition)
        });
        generated.chain(checks).chain(excludes).chain(indexes)
    }

    pub(crate) fn has_column(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    fn index_on(&self, columns: Vec<String>) -> Index {
        Index::of(index_name(&self.name, &columns), columns)
    }

    fn constraint_begins_with(&self, columns: &[String]) -> bool {
        let primary_key = self.primary_key.iter().map(|key| &key.columns);
        let unique = self.unique.iter().map(|unique| &unique.columns);
        primary_key.chain(unique).any(|constraint| constraint.starts_with(columns))
    }
}

fn owned<S: Into<String>>(names: impl IntoIterator<Item = S>) -> Vec<String> {
    names.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn referring(table: Table) -> Table {
        table.foreign_key(["post_id"], "posts", ["id"], OnDelete::Cascade)
    }

    fn indexed(table: &Table) -> Vec<String> {
        table.all_indexes().into_iter().map(|index| index.name).collect()
    }

    #[test]
    fn a_foreign_key_brings_an_index() {
        assert_eq!(indexed(&referring(Table::new("pairs"))), ["pairs_post_id_idx"]);
    }

    #[test]
    fn a_key_or_index_that_begins_with_the_columns_serves_as_their_index() {
        let pairs = || referring(Table::new("pairs"));
        assert_eq!(indexed(&pairs().primary_key(["post_id", "tag_id"])), [""; 0]);
        assert_eq!(indexed(&pairs().unique(["post_id"])), [""; 0]);
        assert_eq!(indexed(&pairs().unique(["post_id", "tag_id"])), [""; 0]);
        assert_eq!(
            indexed(&referring(Table::new("pairs").index(["post_id", "tag_id"]))),
            ["pairs_post_id_tag_id_idx"]
        );
    }

    #[test]
    fn a_key_that_only_ends_with_the_column_does_not_serve() {
        let table = referring(Table::new("pairs").primary_key(["tag_id", "post_id"]));
        assert_eq!(indexed(&table), ["pairs_post_id_idx"]);
    }

    #[test]
    fn an_index_of_its_own_is_not_made_twice() {
        assert_eq!(indexed(&referring(Table::new("pairs").index(["post_id"]))), ["pairs_post_id_idx"]);
    }

    #[test]
    fn a_foreign_key_may_do_without_an_index() {
        let mut table = referring(Table::new("pairs"));
        table.foreign_keys[0].indexed = false;
        assert_eq!(indexed(&table), [""; 0]);
    }
}
