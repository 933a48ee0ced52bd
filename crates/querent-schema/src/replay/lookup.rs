//! Finding what an operation is about.

use crate::error::{Error, Kind};
use crate::state::{Model, ModelName, State};

impl State {
    /// The model `name` of the application `app`.
    pub(super) fn model(&self, app: &str, name: &str) -> Result<&Model, Error> {
        let full = ModelName::new(app, name);
        self.models.get(&full).ok_or_else(|| no_model(&full))
    }

    pub(super) fn model_mut(&mut self, app: &str, name: &str) -> Result<&mut Model, Error> {
        let full = ModelName::new(app, name);
        self.models.get_mut(&full).ok_or_else(|| no_model(&full))
    }
}

pub(super) fn no_model(name: &ModelName) -> Error {
    refused(format!("there is no model `{name}`"))
}

/// The error of an operation that does not fit.
pub(super) fn refused(message: impl Into<String>) -> Error {
    Error::new(Kind::Replay, message)
}
