//! A whole schema.

use crate::enumeration::Enum;
use crate::table::Table;

/// The tables of an application, in any order, and the types that they need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schema {
    /// The extensions of PostgreSQL, by name.
    pub extensions: Vec<String>,
    /// The enums.
    pub enums: Vec<Enum>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The tables of somebody else that foreign keys may refer to.
    pub external: Vec<String>,
}

impl Schema {
    /// A schema of nothing but tables.
    pub fn of(tables: impl Into<Vec<Table>>) -> Self {
        Schema { tables: tables.into(), ..Schema::default() }
    }

    pub(crate) fn has_enum(&self, name: &str) -> bool {
        self.enums.iter().any(|own| own.name == name)
    }

    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
