//! Types whose values are a list of labels.

/// An enum of the database: `CREATE TYPE … AS ENUM`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Enum {
    /// The type's name.
    pub name: String,
    /// Its labels, smallest first.
    pub labels: Vec<String>,
}

impl Enum {
    /// An enum with these labels.
    pub fn new<S: Into<String>>(name: impl Into<String>, labels: impl IntoIterator<Item = S>) -> Self {
        Enum { name: name.into(), labels: labels.into_iter().map(Into::into).collect() }
    }
}
