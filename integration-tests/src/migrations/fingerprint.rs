//! What the catalog says of a database.

use std::collections::BTreeMap;

use querent::Db;

use super::failure::Failure;

/// All that the catalog says of the tables, types and extensions of a database's current schema.
///
/// Two databases with equal ones cannot be told apart by what is in them, names of constraints, indexes and sequences
/// included; only the order of columns may differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint(BTreeMap<String, Thing>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Thing {
    /// Its table, if it has one.
    table: String,
    definition: String,
}

impl Fingerprint {
    /// Reads the catalog.
    ///
    /// # Errors
    ///
    /// What the database says.
    pub async fn of(db: &Db) -> Result<Self, Failure> {
        let rows = db
            .with_client(async |client| -> querent::Result<_> {
                Ok(client.query(include_str!("catalog.sql"), &[]).await?)
            })
            .await?;
        let things = rows.iter().map(|row| (row.get(1), Thing { table: row.get(0), definition: row.get(2) }));
        Ok(Fingerprint(things.collect()))
    }

    /// The same without these tables and types, and what belongs to them.
    #[must_use]
    pub fn without(mut self, names: &[String]) -> Self {
        self.0.retain(|name, thing| !is_of(names, name, thing));
        self
    }

    /// These tables and types alone, and what belongs to them.
    #[must_use]
    pub fn only(mut self, names: &[String]) -> Self {
        self.0.retain(|name, thing| is_of(names, name, thing));
        self
    }

    /// Whether another database has the same.
    ///
    /// # Errors
    ///
    /// What is otherwise: a line with `-` says what this one has, one with `+` what the other has in its place.
    pub fn expect(&self, other: &Fingerprint) -> Result<(), Failure> {
        let mut lines = Vec::new();
        for (name, thing) in &self.0 {
            if other.0.get(name) != Some(thing) {
                lines.push(format!("- {name}: {}", thing.definition));
            }
        }
        for (name, thing) in &other.0 {
            if self.0.get(name) != Some(thing) {
                lines.push(format!("+ {name}: {}", thing.definition));
            }
        }
        if lines.is_empty() { Ok(()) } else { Err(Failure::new(format!("\n{}", lines.join("\n")))) }
    }
}

fn is_of(names: &[String], name: &str, thing: &Thing) -> bool {
    names.iter().any(|own| *own == thing.table || name.strip_prefix("type ") == Some(own))
}
