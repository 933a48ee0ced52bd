//! What can go wrong, as one type with a public kind.

use std::error::Error as StdError;
use std::fmt;

use tokio_postgres::error::{Severity, SqlState};

mod kind;
mod violation;
mod exhausted;
mod driver;

pub use exhausted::{ExhaustedPool, Holder};
pub use kind::Kind;
pub use violation::Violation;

use driver::Driver;

/// A result whose error is Querent's unless another one is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn StdError + Send + Sync>;

/// An error of the ORM, of the pool or of the server.
///
/// [`kind`](Error::kind) says what happened, in a form to match on; the text names the model, field, relation or
/// constraint and the way out. The cause, where there is one, is [`source`](StdError::source), and the text never
/// repeats it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    message: String,
    violation: Option<Violation>,
    pool: Option<ExhaustedPool>,
    source: Option<Source>,
}

impl Error {
    /// An error of `kind` with its whole text.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner { kind, message: message.into(), violation: None, pool: None, source: None }))
    }

    /// Adds the cause.
    pub(crate) fn caused_by(mut self, source: impl Into<Source>) -> Self {
        let of_a_value = self.0.kind == Kind::Decode;
        self.0.source = Some(match source.into().downcast::<tokio_postgres::Error>() {
            Ok(error) => Box::new(Driver { error: *error, of_a_value }),
            Err(other) => other,
        });
        self
    }

    /// Says first what could not be done.
    pub(crate) fn within(mut self, what: String) -> Self {
        self.0.message = format!("{what}: {}", self.0.message);
        self
    }

    /// Says after it what has become of what was to be done.
    pub(crate) fn followed_by(mut self, outcome: &str) -> Self {
        self.0.message = format!("{}; {outcome}", self.0.message);
        self
    }

    /// The same error in words that say what it means where it happened.
    pub(crate) fn reworded(mut self, message: impl Into<String>) -> Self {
        self.0.message = message.into();
        self
    }

    /// Of a pool that had no connection to give.
    pub(crate) fn exhausted(pool: ExhaustedPool) -> Self {
        let mut error = Error::new(Kind::PoolTimeout, pool.to_string());
        error.0.pool = Some(pool);
        error
    }

    /// Tells a violated foreign key as what it is where rows of the model `deleted` were to be deleted: rows of another
    /// one, or of `referring` if that is known, refer to them.
    pub(crate) fn of_a_delete(mut self, deleted: &'static str, referring: Option<&'static str>) -> Self {
        if let Some(violation) = &mut self.0.violation
            && violation.kind() == Kind::ForeignKeyViolation
        {
            self.0.message = violation.refuse(deleted, referring);
        }
        self
    }

    /// A mistake in how a query or handle is used, found before any SQL is sent.
    pub(crate) fn misuse(message: impl Into<String>) -> Self {
        Error::new(Kind::Misuse, message)
    }

    /// What happened, to match on.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The constraint that a write violated, with its table and columns.
    pub fn violation(&self) -> Option<&Violation> {
        self.0.violation.as_ref()
    }

    /// The pool that had no connection to give in time, and who has them: of [`PoolTimeout`](Kind::PoolTimeout).
    pub fn pool(&self) -> Option<&ExhaustedPool> {
        self.0.pool.as_ref()
    }

    /// The server's own error, if the server sent one.
    ///
    /// Its DETAIL may quote the values of a row, which [`source`](StdError::source) does not print.
    pub fn as_db_error(&self) -> Option<&tokio_postgres::error::DbError> {
        self.driver()?.as_db_error()
    }

    /// The SQLSTATE of the server's error.
    pub fn code(&self) -> Option<&tokio_postgres::error::SqlState> {
        self.driver()?.code()
    }

    /// Whether no row was found where one was asked for.
    pub fn is_does_not_exist(&self) -> bool {
        self.0.kind == Kind::DoesNotExist
    }

    fn driver(&self) -> Option<&tokio_postgres::Error> {
        self.0.source.as_ref()?.downcast_ref::<Driver>().map(|driver| &driver.error)
    }
}

/// An error of the driver, classified by its SQLSTATE.
impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        let violation = error.as_db_error().and_then(Violation::of);
        let kind = kind_of(&error, violation.as_ref());
        let message = match (&violation, error.code()) {
            (Some(violation), _) => violation.to_string(),
            (None, Some(code)) => format!("{} (SQLSTATE {})", what_happened(kind), code.code()),
            (None, None) if kind == Kind::Connection => "the connection to the database failed".to_owned(),
            (None, None) => "the driver could not run the statement".to_owned(),
        };
        let source: Source = Box::new(Driver { error, of_a_value: false });
        Error(Box::new(Inner { kind, message, violation, pool: None, source: Some(source) }))
    }
}

/// What a server's error of a kind says, and the way out where there is one.
fn what_happened(kind: Kind) -> &'static str {
    match kind {
        Kind::SerializationFailure => "the transaction lost against another one; run it again",
        Kind::Deadlock => "the transaction was chosen to end a deadlock; run it again",
        Kind::OutdatedStatement => {
            "a table was altered since the statement was prepared; run the transaction again"
        }
        Kind::LockNotAvailable => "a lock was not free in time",
        Kind::StatementTimeout => "the server cancelled the statement, whose `statement_timeout` was over",
        Kind::Cancelled => "the server cancelled the statement, as somebody asked it to",
        Kind::ReadOnly => "a read-only transaction or server refused to write",
        Kind::DataException => "a value does not fit the column, function or type it was given to",
        Kind::InsufficientPrivilege => "the database's role may not do this",
        Kind::UndefinedObject => {
            "the statement names a table, column, function or type that the database does not have; are its migrations \
             applied?"
        }
        Kind::InsufficientResources => "the server has no more disk space, memory or connections to give",
        Kind::Connection => "the server ended the connection",
        Kind::Aborted => "a statement before it has failed, so the transaction can only roll back",
        _ => "the database refused the statement",
    }
}

/// What an error of the driver is, by its SQLSTATE.
fn kind_of(error: &tokio_postgres::Error, violation: Option<&Violation>) -> Kind {
    if let Some(violation) = violation {
        return violation.kind();
    }
    let Some(code) = error.code() else {
        let lost =
            error.is_closed() || StdError::source(error).is_some_and(|source| source.is::<std::io::Error>());
        return if lost { Kind::Connection } else { Kind::Database };
    };
    match code.code() {
        "40001" => Kind::SerializationFailure,
        "40P01" => Kind::Deadlock,
        "55P03" => Kind::LockNotAvailable,
        "26000" | "0A000" if is_outdated(error) => Kind::OutdatedStatement,
        "57014" if timed_out(error) => Kind::StatementTimeout,
        "57014" => Kind::Cancelled,
        "25006" => Kind::ReadOnly,
        "25P02" => Kind::Aborted,
        // `idle_in_transaction_session_timeout` and `transaction_timeout`.
        "25P03" | "25P04" if is_fatal(error) => Kind::Connection,
        "42501" => Kind::InsufficientPrivilege,
        // Of schemas, tables, columns, functions, and of types and the like.
        "3F000" | "42P01" | "42703" | "42883" | "42704" => Kind::UndefinedObject,
        code => match code.get(..2).unwrap_or_default() {
            "22" => Kind::DataException,
            "53" => Kind::InsufficientResources,
            "08" if is_fatal(error) => Kind::Connection,
            // 57P01 to 57P05: the server is going away, or is not there yet.
            "57" if code.starts_with("57P") && is_fatal(error) => Kind::Connection,
            _ => Kind::Database,
        },
    }
}

/// Whether the server has ended the connection with its error. Functions raise such codes too, of another server that they
/// could not reach for instance.
pub(crate) fn is_fatal(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| match error.parsed_severity() {
        Some(severity) => matches!(severity, Severity::Fatal | Severity::Panic),
        None => error.severity() != "ERROR", // a pooler's, perhaps
    })
}

/// Whether a statement was refused because another one of its transaction had failed before.
pub(crate) fn is_refused(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION)
}

/// Whether a statement failed only because its prepared form is out of date.
pub(crate) fn is_outdated(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| match error.code().code() {
        // DEALLOCATE, or another server behind a pooler, which tells no routine. A function may raise it, too.
        "26000" => matches!(error.routine(), None | Some("FetchPreparedStatement")),
        // A column of the result has changed its type. The server's routine has a name, whatever its language.
        "0A000" => {
            error.routine() == Some("RevalidateCachedQuery") || error.message().contains("cached plan")
        }
        _ => false,
    })
}

/// Whether an error says that the connection is lost.
pub(crate) fn is_lost(error: &tokio_postgres::Error) -> bool {
    kind_of(error, None) == Kind::Connection
}

/// Whether a statement was cancelled by `statement_timeout`. The server's error has no field that says so: the code, the
/// file and the routine are those of every cancel (`ProcessInterrupts` in its postgres.c), and lines change by version.
fn timed_out(error: &tokio_postgres::Error) -> bool {
    error.as_db_error().is_some_and(|error| error.message().contains("statement timeout"))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("kind", &self.0.kind).field("message", &self.0.message);
        if let Some(source) = &self.0.source {
            out.field("source", source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
