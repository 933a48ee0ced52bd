//! Bodies of requests, with every mistake in them told at once.

use axum::Json;
use axum::extract::{FromRequest, Request};
use garde::Validate;
use serde::de::DeserializeOwned;

use crate::errors::{Error, Result};

/// The JSON of a request that has the right fields, whose values are right as far as that goes without the database.
///
/// What the database knows better, it checks itself: see the constraints of the [models](crate::models).
#[derive(Debug)]
pub struct Checked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context: Default>> FromRequest<S> for Checked<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self> {
        let Json(body) = Json::<T>::from_request(request, state).await?;
        body.validate()?;
        Ok(Checked(body))
    }
}
