//! Why a command could not do what it was asked to.

use std::error::Error;
use std::fmt;
use std::io;

use querent_migrate::Kind;

use crate::exit::Exit;

/// A result whose error is a [`Failure`].
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a command could not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A migration, the models or the database are not as they should be.
    Migrate(querent_migrate::Error),
    /// What was asked for makes no sense here; the text says what does.
    Told(String),
    /// The answers that are missing, as texts with the flags that give them.
    Unanswered(Vec<String>),
    /// No database is named.
    NoDatabase,
    /// The result could not be written.
    Output(io::Error),
}

impl Failure {
    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Failure::Migrate(error) if matches!(error.kind(), Kind::Locked | Kind::Busy) => Exit::Locked,
            Failure::Unanswered(_) => Exit::Unanswered,
            // Whoever reads the output has enough of it: `cargo manage showmigrations | head -1`.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
            Failure::Migrate(_) | Failure::Told(_) | Failure::NoDatabase | Failure::Output(_) => Exit::Failed,
        }
    }

    /// A failure that is told by its text alone.
    pub(crate) fn told(text: impl Into<String>) -> Self {
        Failure::Told(text.into())
    }
}

/// The text with all of its causes.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Migrate(error) => {
                write!(f, "{error}")?;
                let mut causes = std::iter::successors(error.source(), |&cause| cause.source());
                causes.try_for_each(|cause| write!(f, ": {cause}"))
            }
            Failure::Told(text) => f.write_str(text),
            Failure::Unanswered(_) => f.write_str("an answer is needed and nobody can be asked"),
            Failure::NoDatabase => {
                f.write_str("no database is named: set DATABASE_URL, or write --database-url")
            }
            Failure::Output(error) => write!(f, "the result could not be written: {error}"),
        }
    }
}

impl From<querent_migrate::Error> for Failure {
    fn from(error: querent_migrate::Error) -> Self {
        Failure::Migrate(error)
    }
}

impl From<querent_migrate::querent::Error> for Failure {
    fn from(error: querent_migrate::querent::Error) -> Self {
        Failure::Migrate(error.into())
    }
}

impl From<querent_migrate::querent_schema::Error> for Failure {
    fn from(error: querent_migrate::querent_schema::Error) -> Self {
        Failure::Migrate(error.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Failure::Output(error)
    }
}
