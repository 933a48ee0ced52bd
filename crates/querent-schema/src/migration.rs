//! Migrations.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Kind};
use crate::operation::Operation;

/// The name of a migration with its application's: `shop.0002_product_sku`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MigrationName {
    /// The application's label.
    pub app: String,
    /// The name of its file, without the ending.
    pub name: String,
}

/// Operations that are applied together, after other migrations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its name.
    pub name: MigrationName,
    /// The migrations that come before it.
    pub after: Vec<MigrationName>,
    /// Whether it is one transaction. Otherwise each operation is one, or none if it can be in none.
    pub atomic: bool,
    /// What it does, in order.
    pub operations: Vec<Operation>,
}

impl MigrationName {
    /// The migration `name` of the application `app`.
    pub fn new(app: impl Into<String>, name: impl Into<String>) -> Self {
        MigrationName { app: app.into(), name: name.into() }
    }
}

impl fmt::Display for MigrationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.app, self.name)
    }
}

impl FromStr for MigrationName {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.split_once('.') {
            Some((app, name)) if !app.is_empty() && !name.is_empty() && !name.contains('.') => {
                Ok(MigrationName::new(app, name))
            }
            _ => Err(Error::new(
                Kind::InvalidName,
                format!(
                    "`{text}` is no migration: write its application's label and its name, `shop.0001_initial`"
                ),
            )),
        }
    }
}
