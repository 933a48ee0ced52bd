//! Enums of the database.

/// An enum of the database: `CREATE TYPE … AS ENUM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enumeration {
    /// The type's name.
    pub name: &'static str,
    /// Its labels, smallest first.
    pub labels: &'static [&'static str],
}
