//! What can be wrong with a schema, as one type with a public kind.

use std::fmt;

/// A schema that no database can hold.
///
/// [`kind`](Error::kind) says what is wrong, in a form to match on; the text names the table and column and the way out.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
}

/// What is wrong with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Two tables have one name.
    DuplicateTable,
    /// Two columns of a table, two keys or indexes, or an enum and another type have one name.
    DuplicateName,
    /// A foreign key refers to a table that is not in the schema.
    MissingTable,
    /// A key or an index names a column that its table does not have.
    MissingColumn,
    /// A name is empty, too long, or holds a NUL.
    InvalidName,
    /// A foreign key has not as many columns on one side as on the other.
    InvalidKey,
    /// A type is not one that a column can have, or does not fit the column's default.
    InvalidType,
    /// A column's type is an enum that is not in the schema.
    MissingEnum,
    /// An enum has no labels, one of them twice, or one that PostgreSQL refuses.
    InvalidEnum,
    /// A default holds a NUL, which PostgreSQL has no text for.
    InvalidDefault,
    /// SQL of a constraint or index is empty, or holds a NUL.
    InvalidCheck,
    /// A file is no migration that can be read.
    File,
    /// Migrations do not fit together: one is missing, some come after each other in a circle, or an application has two last ones.
    Graph,
    /// An operation does not fit the models that it is applied to.
    Replay,
    /// The folder of the migrations cannot be read or written.
    Folder,
}

impl Error {
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, message: message.into() }))
    }

    /// What is wrong, to match on.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.0.kind).field("message", &self.0.message).finish()
    }
}

impl std::error::Error for Error {}
