//! What can go wrong, as one type with a public kind.

use std::error::Error as StdError;
use std::fmt;

use querent_migrate::querent;

/// A result whose error is this crate's unless another one is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// There is no database to work with, or one could not be made.
///
/// [`kind`](Error::kind) says what happened, in a form to match on; the text says what to do about it. The cause, where
/// there is one, is [`source`](StdError::source), and the text never repeats it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
    source: Option<Source>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// There is no PostgreSQL; the text lists the ways to get one.
    NoPostgres,
    /// The programs of PostgreSQL that are there cannot be used.
    Programs,
    /// A folder or a file could not be made, read or trusted.
    Folder,
    /// A server could not be started.
    Start,
    /// The models or the SQL of a test make no database.
    Setup,
    /// The server could not be reached, or refused what was asked of it.
    Database,
}

impl Error {
    /// An error of `kind` with its whole text.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, message: message.into(), source: None }))
    }

    /// `action`, such as "write", failed at `path`.
    #[cfg(unix)]
    pub(crate) fn at(action: &str, path: &std::path::Path, source: std::io::Error) -> Self {
        Error::new(Kind::Folder, format!("could not {action} `{}`", path.display())).caused_by(source)
    }

    /// Adds the cause.
    pub(crate) fn caused_by(mut self, source: impl Into<Source>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What happened, to match on.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The text, followed by its causes, for a reader who gets nothing else.
    pub(crate) fn report(&self) -> String {
        let causes = std::iter::successors(self.source(), |&cause| cause.source());
        causes.fold(self.to_string(), |text, cause| format!("{text}: {cause}"))
    }
}

/// The server could not be reached, or refused something.
impl From<querent::Error> for Error {
    fn from(error: querent::Error) -> Self {
        let action = match error.kind() {
            querent::Kind::Configuration => "the database's address cannot be used",
            querent::Kind::Connection => "the database could not be reached",
            _ => "the database could not be used",
        };
        Error::new(Kind::Database, action).caused_by(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, message, source } = &*self.0;
        f.debug_struct("Error").field("kind", kind).field("message", message).field("source", source).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
