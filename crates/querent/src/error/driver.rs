//! The driver's error as a cause that may be logged.

use std::error::Error as StdError;
use std::fmt;

use tokio_postgres::error::DbError;

/// An error of the driver that prints no value of a row.
///
/// The driver prints the server's DETAIL, which quotes the values of a violated key, and what a decoder says of a value
/// that it does not understand. Whoever prints a chain of errors would log them.
pub(super) struct Driver {
    pub(super) error: tokio_postgres::Error,
    /// Whether it speaks of a value that could not be read.
    pub(super) of_a_value: bool,
}

impl fmt::Display for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.error.as_db_error() {
            Some(server) if quotes_values(server) => write!(f, "SQLSTATE {}", server.code().code()),
            Some(server) => write!(f, "{} (SQLSTATE {})", server.message(), server.code().code()),
            None if self.of_a_value => f.write_str("the value is none that the field's type has"),
            None => self.error.fmt(f),
        }
    }
}

/// Whether the server's message itself may quote a value: those of class 22, data exceptions, do, and what a function
/// of the user's raises says what it likes (PostgreSQL manual, "PostgreSQL Error Codes"). PL/pgSQL raises any code, by a
/// routine of this name.
fn quotes_values(error: &DbError) -> bool {
    ["22", "38", "P0"].iter().any(|class| error.code().code().starts_with(class))
        || error.routine() == Some("exec_stmt_raise")
}

impl fmt::Debug for Driver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Driver({self})")
    }
}

impl StdError for Driver {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let quotes_values = self.of_a_value || self.error.as_db_error().is_some();
        if quotes_values { None } else { self.error.source() }
    }
}
