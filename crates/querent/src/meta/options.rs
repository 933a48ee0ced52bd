//! What a model says of its table besides, most of it to migrations alone: Django's `Meta`.

/// What a model says of its table besides, most of it to migrations alone: Django's `Meta`.
#[derive(Clone, Copy, Debug)]
pub struct ModelOptions {
    /// What the database says of the table.
    pub comment: Option<&'static str>,
    /// The name that the struct had before.
    pub renamed_from: Option<&'static str>,
    /// The unique constraints that have a name of their own.
    pub unique: &'static [UniqueMeta],
    /// The exclusion constraints.
    pub excludes: &'static [ExcludeMeta],
    /// The indexes that have a name of their own.
    pub indexes: &'static [IndexMeta],
    /// What fields say besides; those that say nothing are not there.
    pub fields: &'static [FieldOptions],
}

/// What a field says of its column besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldOptions {
    /// The field's name in the struct.
    pub field: &'static str,
    /// What the database says of the column.
    pub comment: Option<&'static str>,
    /// The name that the field had before.
    pub renamed_from: Option<&'static str>,
    /// Whether the database checks a key, which otherwise may lead to no row.
    pub constraint: bool,
    /// Whether a transaction can put the check of a key off to its end.
    pub deferrable: bool,
}

impl FieldOptions {
    /// The options of a field that says nothing.
    pub const fn of(field: &'static str) -> Self {
        FieldOptions { field, comment: None, renamed_from: None, constraint: true, deferrable: false }
    }
}

/// A unique constraint of a model's table; with a condition it is a unique index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UniqueMeta {
    /// The constraint's name.
    pub name: &'static str,
    /// The fields that are unique together.
    pub fields: &'static [&'static str],
    /// The fields that its index holds besides.
    pub include: &'static [&'static str],
    /// The rows that it is about, in SQL.
    pub condition: Option<&'static str>,
    /// Whether two NULLs are the same.
    pub nulls_not_distinct: bool,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// An exclusion constraint of a model's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExcludeMeta {
    /// The constraint's name.
    pub name: &'static str,
    /// The method of its index.
    pub method: &'static str,
    /// What is compared and how, in SQL.
    pub elements: &'static str,
    /// The rows that it is about, in SQL.
    pub condition: Option<&'static str>,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// An index of a model's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexMeta {
    /// The index's name.
    pub name: &'static str,
    /// What it is of, in order.
    pub elements: &'static [ElementMeta],
    /// Its method, if it is no B-tree.
    pub method: Option<&'static str>,
    /// The fields that it holds besides.
    pub include: &'static [&'static str],
    /// The rows that it holds, in SQL.
    pub condition: Option<&'static str>,
}

/// An element of an index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementMeta {
    /// A field, smallest values first.
    Ascending(&'static str),
    /// A field, largest values first.
    Descending(&'static str),
    /// An element in SQL, as it stands in `CREATE INDEX`.
    Sql(&'static str),
}
