//! The constraints and indexes that a model names.
//!
//! They speak of fields. Where one holds SQL, that SQL speaks of columns, and a column that is renamed is renamed in it.

/// A unique constraint; with a condition it is a unique index, since PostgreSQL has no such constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unique {
    /// The constraint's name.
    pub name: String,
    /// The fields that are unique together.
    pub fields: Vec<String>,
    /// The fields that its index holds besides: `INCLUDE`.
    pub include: Vec<String>,
    /// The rows that it is about, in SQL.
    pub condition: Option<String>,
    /// Whether two NULLs are the same: `NULLS NOT DISTINCT`, from PostgreSQL 15 on.
    pub nulls_not_distinct: bool,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// A CHECK constraint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The constraint's name.
    pub name: String,
    /// What must not be false of a row, in SQL.
    pub condition: String,
}

/// An exclusion constraint: no two rows for which all the operators are true.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// An index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// The index's name.
    pub name: String,
    /// What it is of, in order.
    pub elements: Vec<Element>,
    /// Its method, `btree` unless another one is named: `gin`.
    pub method: Option<String>,
    /// The fields that it holds besides: `INCLUDE`.
    pub include: Vec<String>,
    /// The rows that it holds, in SQL.
    pub condition: Option<String>,
}

/// An element of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Element {
    /// A field.
    Field {
        /// The field's name.
        name: String,
        /// Whether the largest value comes first.
        descending: bool,
    },
    /// An element in SQL, as it stands in `CREATE INDEX`: `lower(name) text_pattern_ops`.
    Sql(String),
}
