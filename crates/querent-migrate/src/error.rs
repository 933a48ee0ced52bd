//! What can go wrong, as one type with a public kind.

use std::fmt;

/// A result whose error is this crate's unless another one is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a migration.
///
/// [`kind`](Error::kind) says what happened, in a form to match on; the text names the thing and the way out.
pub struct Error(Box<Inner>);

enum Inner {
    Schema(querent_schema::Error),
    Model(String),
    Using(String),
    Irreversible(String),
    Database(querent::Error),
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No database can hold the schema; see [`Error::schema`].
    Schema,
    /// The models do not fit together.
    Model,
    /// A field gets a type that PostgreSQL does not cast its values to, and its operation does not say how.
    Using,
    /// An operation does not say what undoes it, or nothing does.
    Irreversible,
    /// The database refused a statement, or could not be reached; the cause is the source.
    Database,
}

impl Error {
    pub(crate) fn model(message: String) -> Self {
        Error(Box::new(Inner::Model(message)))
    }

    pub(crate) fn using(message: String) -> Self {
        Error(Box::new(Inner::Using(message)))
    }

    pub(crate) fn irreversible(message: String) -> Self {
        Error(Box::new(Inner::Irreversible(message)))
    }

    /// What happened, to match on.
    pub fn kind(&self) -> Kind {
        match *self.0 {
            Inner::Schema(_) => Kind::Schema,
            Inner::Model(_) => Kind::Model,
            Inner::Using(_) => Kind::Using,
            Inner::Irreversible(_) => Kind::Irreversible,
            Inner::Database(_) => Kind::Database,
        }
    }

    /// What is wrong with the schema, where that is what happened.
    pub fn schema(&self) -> Option<&querent_schema::Error> {
        match &*self.0 {
            Inner::Schema(error) => Some(error),
            _ => None,
        }
    }
}

impl From<querent_schema::Error> for Error {
    fn from(error: querent_schema::Error) -> Self {
        Error(Box::new(Inner::Schema(error)))
    }
}

impl From<querent::Error> for Error {
    fn from(error: querent::Error) -> Self {
        Error(Box::new(Inner::Database(error)))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The fault of the schema is the whole message, and therefore no source: a chain would print it twice.
        match &*self.0 {
            Inner::Schema(error) => error.fmt(f),
            Inner::Model(message) | Inner::Using(message) | Inner::Irreversible(message) => {
                f.write_str(message)
            }
            Inner::Database(_) => f.write_str("the database could not be changed"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.kind()).field("message", &self.to_string()).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Inner::Database(error) => Some(error),
            _ => None,
        }
    }
}
