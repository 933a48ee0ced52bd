//! Errors as answers of a web service, for the feature `axum`.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::error::{Error, Kind};

impl Error {
    /// The status of a web service's answer: see the [`IntoResponse`] of this type.
    pub fn status_code(&self) -> StatusCode {
        status(self.kind())
    }
}

/// A status and its name, and nothing of what the database said.
///
/// | kind | status |
/// |---|---|
/// | no such row | 404 |
/// | a cursor, page or name that the query cannot use; a stream of `copy_in` that failed | 400 |
/// | a violated constraint; a row saved by somebody else; a transaction that lost against another one; a lock that was not free; a table altered since the statement was prepared | 409 |
/// | no connection, none in time; a statement given up or cancelled; a server that is read-only or has no resources left | 503 |
/// | anything else | 500 |
///
/// What becomes a 500 or 503 is logged as an error on the target `querent::response`.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status_code();
        if status.is_server_error() {
            tracing::error!(target: "querent::response", error = ?self, "{self}");
        }
        (status, status.canonical_reason().unwrap_or_default()).into_response()
    }
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::DoesNotExist => StatusCode::NOT_FOUND,
        Kind::InvalidInput => StatusCode::BAD_REQUEST,
        Kind::UniqueViolation
        | Kind::ForeignKeyViolation
        | Kind::CheckViolation
        | Kind::NotNullViolation
        | Kind::ExclusionViolation
        | Kind::Stale
        | Kind::SerializationFailure
        | Kind::Deadlock
        | Kind::OutdatedStatement
        | Kind::LockNotAvailable => StatusCode::CONFLICT,
        Kind::Connection
        | Kind::PoolTimeout
        | Kind::PoolClosed
        | Kind::Timeout
        | Kind::StatementTimeout
        | Kind::Cancelled
        | Kind::ReadOnly
        | Kind::InsufficientResources => StatusCode::SERVICE_UNAVAILABLE,
        Kind::MultipleObjectsReturned
        | Kind::NotLoaded
        | Kind::NPlusOne
        | Kind::Misuse
        | Kind::Decode
        | Kind::DataException
        | Kind::InsufficientPrivilege
        | Kind::UndefinedObject
        | Kind::Database
        | Kind::Configuration
        | Kind::TransactionOver
        | Kind::SavepointOpen
        | Kind::PoolInsideTransaction
        | Kind::Interrupted
        | Kind::Aborted
        | Kind::StillRunning
        | Kind::CommitUnknown
        | Kind::BeginFailed
        | Kind::HookFailed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_status_and_no_answer_tells_what_the_database_said() {
        for (kind, status) in [
            (Kind::DoesNotExist, 404),
            (Kind::InvalidInput, 400),
            (Kind::UniqueViolation, 409),
            (Kind::SerializationFailure, 409),
            (Kind::PoolTimeout, 503),
            (Kind::Connection, 503),
            (Kind::Database, 500),
            (Kind::CommitUnknown, 500),
        ] {
            let response = Error::new(kind, "a secret of the database").into_response();
            assert_eq!(response.status().as_u16(), status, "{kind:?}");
            let mut body = Box::pin(axum::body::to_bytes(response.into_body(), 1_000));
            let body = match body.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
            {
                std::task::Poll::Ready(body) => body.expect("a short body is whole"),
                std::task::Poll::Pending => panic!("a body that is there is not waited for"),
            };
            assert!(!String::from_utf8_lossy(&body).contains("secret"), "{kind:?}");
        }
    }
}
