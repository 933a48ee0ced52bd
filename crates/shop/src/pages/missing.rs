//! What is no page.

use axum::http::StatusCode;

use crate::errors::Error;

/// Answers an address that leads nowhere.
pub async fn page() -> Error {
    Error::Refused(StatusCode::NOT_FOUND, "there is no such page; `/` lists them all".to_owned())
}

/// Answers a method that a page does not have.
pub async fn method() -> Error {
    let text = "this page has no such method; `/` lists them all".to_owned();
    Error::Refused(StatusCode::METHOD_NOT_ALLOWED, text)
}
