//! What can go wrong on a page, and what the visitor is told.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use garde::Report;
use serde_json::json;

/// A result whose error is the shop's unless another one is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong on a page.
#[derive(Debug)]
pub enum Error {
    /// A parameter of the query string that makes no sense.
    Parameter {
        /// Its name.
        name: String,
        /// What it was set to.
        value: String,
        /// What would do.
        allowed: String,
    },
    /// A request that leads nowhere, or that axum could not read.
    Refused(StatusCode, String),
    /// A body whose values make no sense.
    Invalid(Report),
    /// An order for a product that there is not.
    NoProduct(i64),
    /// There is not enough of a product.
    SoldOut {
        /// Its key.
        product: i64,
        /// Its name.
        name: String,
        /// How many are ordered.
        wanted: i32,
        /// How many there are.
        left: i32,
    },
    /// What the database said.
    Database(querent::Error),
}

impl From<Report> for Error {
    fn from(report: Report) -> Self {
        Error::Invalid(report)
    }
}

impl From<querent::Error> for Error {
    fn from(error: querent::Error) -> Self {
        Error::Database(error)
    }
}

macro_rules! refused {
    ($($rejection:ty),*) => { $(
        impl From<$rejection> for Error {
            fn from(rejection: $rejection) -> Self {
                Error::Refused(rejection.status(), rejection.body_text())
            }
        }
    )* };
}
refused!(JsonRejection, PathRejection, QueryRejection);

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (status, body) = match self {
            Error::Parameter { name, value, allowed } => (
                StatusCode::BAD_REQUEST,
                json!({
                    "error": format!("`{name}={value}` is not understood: {allowed}"),
                    "parameter": name,
                    "value": value,
                    "allowed": allowed,
                }),
            ),
            Error::SoldOut { product, name, wanted, left } => (
                StatusCode::CONFLICT,
                json!({
                    "error": format!("{wanted} of `{name}` are ordered, and {left} are left"),
                    "product": product,
                    "wanted": wanted,
                    "left": left,
                }),
            ),
            Error::Invalid(report) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                json!({ "error": "some fields make no sense", "fields": fields(&report) }),
            ),
            Error::NoProduct(id) => {
                (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": format!("there is no product {id}") }))
            }
            Error::Refused(status, text) => (status, json!({ "error": text })),
            // Querent knows which status an error is, and logs what the visitor is not told. A constraint has a name that
            // says what it is for.
            Error::Database(error) => {
                let constraint = error.violation().and_then(|v| v.constraint()).map(str::to_owned);
                let status = error.into_response().status();
                let error = status.canonical_reason();
                match constraint {
                    Some(constraint) => (status, json!({ "error": error, "constraint": constraint })),
                    None => (status, json!({ "error": error })),
                }
            }
        };
        (status, Json(body)).into_response()
    }
}

/// What is wrong with which field, such as `lines[1].quantity`.
fn fields(report: &Report) -> BTreeMap<String, Vec<String>> {
    let mut fields = BTreeMap::<_, Vec<_>>::new();
    for (path, error) in report.iter() {
        fields.entry(path.to_string()).or_default().push(error.to_string());
    }
    fields
}
