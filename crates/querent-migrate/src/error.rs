//! What can go wrong, as one type with a public kind.

use std::error::Error as StdError;
use std::fmt;

use crate::function::FunctionError;

/// A result whose error is this crate's unless another one is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of a migration.
///
/// [`kind`](Error::kind) says what happened, in a form to match on; the text names the thing and the way out.
pub struct Error(Box<Inner>);

enum Inner {
    Schema(querent_schema::Error),
    Database(querent::Error),
    Other(Other),
}

/// An error that is told in its own words.
struct Other {
    kind: Kind,
    message: String,
    source: Option<FunctionError>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No database can hold the schema; see [`Error::schema`].
    Schema,
    /// The models do not fit together.
    Model,
    /// The program and the folder of its migrations do not fit together.
    Project,
    /// A field gets a type that PostgreSQL does not cast its values to, and its operation does not say how.
    Using,
    /// An operation does not say what undoes it, or nothing does.
    Irreversible,
    /// The database refused a statement, or could not be reached; the cause is the source.
    Database,
    /// A migration, or an application, is named that is not there.
    UnknownMigration,
    /// A migration runs a function that the program does not have.
    UnknownFunction,
    /// A function that a migration runs has failed; the cause is the source.
    Function,
    /// A database was to be migrated inside of a transaction.
    InTransaction,
    /// An operation runs outside of transactions, and its migration is one.
    NotAtomic,
    /// SQL that is to run outside of transactions is more than one statement.
    SeveralStatements,
    /// A migration is applied, and one that it comes after is not.
    InconsistentHistory,
    /// The file of a migration was changed after it was applied, or begun.
    Edited,
    /// The database has migrations that the program does not know, and that it cannot work with.
    Ahead,
    /// The server is a standby.
    Standby,
    /// Another process migrates the database, and did not end in time.
    Locked,
    /// The session does not have the lock any more that keeps other processes away.
    LockLost,
    /// Others use the tables of a migration, and did not end in time.
    Busy,
    /// An index that is to be built concurrently is there already, and is another one.
    DifferentIndex,
}

impl Error {
    pub(crate) fn model(message: String) -> Self {
        Error::new(Kind::Model, message)
    }

    pub(crate) fn project(message: String) -> Self {
        Error::new(Kind::Project, message)
    }

    pub(crate) fn using(message: String) -> Self {
        Error::new(Kind::Using, message)
    }

    pub(crate) fn irreversible(message: String) -> Self {
        Error::new(Kind::Irreversible, message)
    }

    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner::Other(Other { kind, message: message.into(), source: None })))
    }

    /// A function of the user's, at `path`, has failed.
    pub(crate) fn function(path: &str, source: FunctionError) -> Self {
        let message = format!("`{path}` has failed");
        Error(Box::new(Inner::Other(Other { kind: Kind::Function, message, source: Some(source) })))
    }

    /// Whether others were in the way, so that it can be tried again from the start.
    pub(crate) fn is_contention(&self) -> bool {
        use querent::Kind::{Deadlock, LockNotAvailable, OutdatedStatement, SerializationFailure};
        let kinds = [LockNotAvailable, Deadlock, SerializationFailure, OutdatedStatement];
        self.database().is_some_and(|error| kinds.contains(&error.kind()))
    }

    /// Whether the connection is gone, and the lock with it. What was being done then may have happened.
    pub(crate) fn is_lost_connection(&self) -> bool {
        let lost = |error: &querent::Error| {
            matches!(error.kind(), querent::Kind::Connection | querent::Kind::CommitUnknown)
        };
        self.kind() == Kind::LockLost || self.database().is_some_and(lost)
    }

    /// Says first where it happened.
    pub(crate) fn within(self, place: impl fmt::Display) -> Self {
        let kind = self.kind();
        let (message, source) = match *self.0 {
            Inner::Database(source) => (format!("{place}: the database refused it"), Some(source.into())),
            Inner::Other(Other { message, source, .. }) => (format!("{place}: {message}"), source),
            Inner::Schema(error) => (format!("{place}: {error}"), None),
        };
        Error(Box::new(Inner::Other(Other { kind, message, source })))
    }

    /// The database's own error, where there is one.
    pub fn database(&self) -> Option<&querent::Error> {
        match &*self.0 {
            Inner::Database(error) => Some(error),
            Inner::Other(Other { source: Some(source), .. }) => {
                let mut source: &(dyn StdError + 'static) = &**source;
                loop {
                    match source.downcast_ref() {
                        Some(error) => return Some(error),
                        None => source = source.source()?,
                    }
                }
            }
            _ => None,
        }
    }

    /// What happened, to match on.
    pub fn kind(&self) -> Kind {
        match *self.0 {
            Inner::Other(Other { kind, .. }) => kind,
            Inner::Schema(_) => Kind::Schema,
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
            Inner::Database(_) => f.write_str("the database could not be changed"),
            Inner::Other(other) => f.write_str(&other.message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("kind", &self.kind()).field("message", &self.to_string()).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &*self.0 {
            Inner::Database(error) => Some(error),
            Inner::Other(Other { source: Some(source), .. }) => Some(&**source),
            _ => None,
        }
    }
}
