//! The fields of models.

use super::name::ModelName;
use crate::column::Default;
use crate::sql_type::SqlType;
use crate::table::OnDelete;

/// A field of a model that the database knows of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The field's name in the struct.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What the database says of its column.
    pub comment: Option<String>,
}

/// What a field is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A column with values of its own.
    Plain(Plain),
    /// A column with the key of another model's row: a foreign key or a one-to-one.
    ForeignKey(ForeignKey),
    /// A table of pairs.
    ManyToMany(Pairs),
}

/// A column with values of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// The column's name.
    pub column: String,
    /// The column's type.
    pub sql_type: SqlType,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// What the database writes when a row gives no value.
    pub default: Option<Default>,
    /// Whether it has a unique constraint of its own.
    pub unique: bool,
    /// Whether it has an index of its own.
    pub index: bool,
}

/// A column with the key of another model's row; its type is that key's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// The column's name.
    pub column: String,
    /// The model that it refers to, by its primary key.
    pub to: ModelName,
    /// What the database does when the row that it refers to is deleted.
    pub on_delete: OnDelete,
    /// Whether it can be NULL.
    pub nullable: bool,
    /// What the database writes when a row gives no value.
    pub default: Option<Default>,
    /// Whether each row is referred to at most once: a one-to-one.
    pub unique: bool,
    /// Whether it brings an index, unless a key or another index serves.
    pub index: bool,
    /// Whether the database checks it: without, it is a column that means a row.
    pub constraint: bool,
    /// Whether a transaction can put the check off to its end.
    pub deferrable: bool,
}

/// A table of pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs {
    /// The model of the other side.
    pub to: ModelName,
    /// The table, and its columns for this side's key and the other's; of a model in between, that model.
    pub by: PairsBy,
}

/// Where the pairs are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairsBy {
    /// In a table that the relation brings.
    Table {
        /// The table's name.
        table: String,
        /// The column with this side's key.
        from: String,
        /// The column with the other side's key.
        to: String,
    },
    /// In the table of a model, which has keys to both sides.
    Through(ModelName),
}

impl Field {
    /// The field's column; a many-to-many relation has none.
    pub fn column(&self) -> Option<&str> {
        match &self.kind {
            Kind::Plain(plain) => Some(&plain.column),
            Kind::ForeignKey(key) => Some(&key.column),
            Kind::ManyToMany(_) => None,
        }
    }

    /// What the database writes into the column when a row gives no value.
    pub fn default(&self) -> Option<&Default> {
        match &self.kind {
            Kind::Plain(plain) => plain.default.as_ref(),
            Kind::ForeignKey(key) => key.default.as_ref(),
            Kind::ManyToMany(_) => None,
        }
    }

    /// Whether the column can be NULL.
    pub fn is_nullable(&self) -> bool {
        match &self.kind {
            Kind::Plain(plain) => plain.nullable,
            Kind::ForeignKey(key) => key.nullable,
            Kind::ManyToMany(_) => false,
        }
    }

    /// The field, unable to be NULL.
    pub fn not_null(mut self) -> Self {
        match &mut self.kind {
            Kind::Plain(plain) => plain.nullable = false,
            Kind::ForeignKey(key) => key.nullable = false,
            Kind::ManyToMany(_) => {}
        }
        self
    }

    /// Whether the column is computed from others.
    pub fn is_generated(&self) -> bool {
        matches!(self.default(), Some(Default::Generated(_)))
    }

    /// The enum that the column is of, or that it is an array of.
    pub fn as_enum(&self) -> Option<&str> {
        match &self.kind {
            Kind::Plain(plain) => plain.sql_type.as_enum(),
            Kind::ForeignKey(_) | Kind::ManyToMany(_) => None,
        }
    }

    /// The models that it refers to.
    pub fn refers_to(&self) -> impl Iterator<Item = &ModelName> {
        let (to, through) = match &self.kind {
            Kind::Plain(_) => (None, None),
            Kind::ForeignKey(key) => (Some(&key.to), None),
            Kind::ManyToMany(Pairs { to, by: PairsBy::Through(through) }) => (Some(to), Some(through)),
            Kind::ManyToMany(Pairs { to, by: PairsBy::Table { .. } }) => (Some(to), None),
        };
        to.into_iter().chain(through)
    }
}
