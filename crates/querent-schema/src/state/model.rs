//! Models.

use super::constraint::{Check, Exclude, Index, Unique};
use super::field::Field;

/// A model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Model {
    /// The table's name.
    pub table: String,
    /// Whether migrations create, change and drop the table. Otherwise it is somebody else's.
    pub managed: bool,
    /// Whether the table is somebody else's and was ours, so that it is there as migrations have left it.
    pub released: bool,
    /// What the database says of the table.
    pub comment: Option<String>,
    /// The fields, in the order of the struct.
    pub fields: Vec<Field>,
    /// The fields of the primary key, in its order.
    pub primary_key: Vec<String>,
    /// The unique constraints that have a name of their own.
    pub unique: Vec<Unique>,
    /// The CHECK constraints.
    pub checks: Vec<Check>,
    /// The exclusion constraints.
    pub excludes: Vec<Exclude>,
    /// The indexes that have a name of their own.
    pub indexes: Vec<Index>,
}

impl Model {
    /// A managed model of a table, without fields.
    pub fn new(table: impl Into<String>) -> Self {
        Model {
            table: table.into(),
            managed: true,
            released: false,
            comment: None,
            fields: Vec::new(),
            primary_key: Vec::new(),
            unique: Vec::new(),
            checks: Vec::new(),
            excludes: Vec::new(),
            indexes: Vec::new(),
        }
    }

    /// The field of that name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The column of the field of that name.
    pub fn column(&self, name: &str) -> Option<&str> {
        self.field(name)?.column()
    }
}
