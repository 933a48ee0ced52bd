//! A whole schema.

use crate::table::Table;

/// The tables of an application, in any order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Schema {
    /// The tables.
    pub tables: Vec<Table>,
}

impl Schema {
    pub(crate) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
